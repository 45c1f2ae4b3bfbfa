"""Encodings and languages: what is declared is a hint, and no character is lost."""

import pytest

from pipeline.errors import UnreadableDocument
from pipeline.parse.decoding import decode
from pipeline.parse.language import detect_language

HANT = "多間公司表示暫停處理香港政府的資料要求，並正研究國安法的影響。發言人說，會繼續保護用戶。"
HANS = "多家公司表示暂停处理香港政府的数据请求，并正在研究国安法的影响。发言人说，会继续保护用户。"
HKSCS = "公司嘅發言人話唔會畀資料，佢哋喺香港嘅服務照舊，啲用戶唔使擔心。"
GERMAN = "Die Behörde prüft das neue Gesetz für größere Anbieter – „vorläufig“ ändert sich nichts."
FRENCH = (
    "L’entreprise a déclaré qu’elle ne répond plus aux requêtes, et qu’elle étudie la loi à fond."
)
RUSSIAN = "Компания заявила, что приостановила обработку запросов, и изучает новый закон."
POLISH = "Spółka ogłosiła, że wstrzymała odpowiedzi na żądania i bada, co oznacza nowa ustawa."
JAPANESE = (
    "各社は、香港政府からのデータ要請の処理を停止したと発表しました。利用者に影響はありません。"
)
KOREAN = "회사는 홍콩 정부의 자료 요청을 처리하지 않기로 했다고 밝혔다. 이용자에게는 변화가 없다."


def html(text: str, charset: str) -> str:
    return f"<html><head><meta charset={charset}></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (GERMAN, "utf-8", "iso-8859-1"),
        (HANT, "utf-8", "big5"),
        (HANT, "big5", "big5"),
        (HANT, "big5", "gbk"),
        (HANT, "big5", "utf-8"),
        (HKSCS, "big5hkscs", "gb2312"),
        (HKSCS, "big5hkscs", "big5"),
        (HANS, "gbk", "gbk"),
        (HANS, "gbk", "big5"),
        (HANS, "gb18030", "iso-8859-1"),
        (HANS, "gbk", "utf-8"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (FRENCH, "cp1252", "us-ascii"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "windows-1251"),
        (POLISH, "cp1250", "windows-1250"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "utf-8"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (KOREAN, "cp949", "euc-kr"),
        (KOREAN, "cp949", "utf-8"),
        (GERMAN, "utf-16", "utf-8"),
        (GERMAN, "utf-16-le", "utf-16"),
        (GERMAN, "utf-8-sig", "iso-8859-1"),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(text, encoding, declared):
    page = html(text * 3, declared)

    assert decode(page.encode(encoding)) == page
    assert text in decode((text * 3).encode(encoding), media_type=f"text/plain; charset={declared}")


def test_a_windows_quote_pasted_into_utf8_is_not_lost():
    body = "Größe und Äpfel, Übergröße und Öl – für alle. ".encode() * 3 + b"\x93quoted\x94"

    assert decode(body).endswith("“quoted”")


def test_half_a_character_at_the_end_of_a_cut_file_is_shown_as_such():
    assert decode("größer als Äpfel und Öl und Ähren".encode() + b"\xe6\xb3").endswith(
        "Ähren\ufffd"
    )


def test_an_unknown_label_does_no_harm():
    assert decode("Größe".encode("cp1252"), media_type="text/html; charset=klingon") == "Größe"


def test_a_media_type_of_odd_characters_does_no_harm():
    assert decode(b"plain words", media_type="text/html; charset=\udcff\u6cd5") == "plain words"


@pytest.mark.parametrize(
    "body", [b"\x00\x01\x02\x03" * 300, b"\xff\xd8\xff\xe0 jpeg", b"\x1f\x8b\x08\x00"]
)
def test_binary_files_are_refused(body):
    with pytest.raises(UnreadableDocument):
        decode(body)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (HANT, "en", "zh-Hant"),
        (HANS, "en", "zh-Hans"),
        (HANS, "zh-TW", "zh-Hans"),
        (JAPANESE, None, "ja"),
        (KOREAN, None, "ko"),
        (RUSSIAN, "en-US", "ru"),
        (GERMAN, "en", "de"),
        (FRENCH, None, "fr"),
        (POLISH, "pl_PL", "pl"),
        ("Three short words", "en-GB", "en"),
        ("Three short words", None, None),
        ("Three short words", "no language at all", None),
        ("香港", "zh-HK", "zh-Hant"),
    ],
)
def test_the_text_tells_its_language_and_the_page_settles_doubts(text, declared, language):
    assert detect_language(text, declared=declared) == language
