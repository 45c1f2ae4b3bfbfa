"""Turn bytes into text; what a page or server says about its encoding is a hint, not the truth."""

import codecs
import re
from collections.abc import Iterator

from pipeline.errors import UnreadableDocument

LIMIT_BYTES = 20_000_000  # the longest real pages have under 10 MB; beyond lie dumps and traps
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office file"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"WARC/1.", "a WARC file"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A label is read as browsers read it: its superset, https://encoding.spec.whatwg.org/#names
SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
CHARSET = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,30})|encoding\s*=\s*["']([\w.:-]{2,30})""", re.I
)
# The characters that Chinese, Japanese and Korean texts are mostly made of: a wrong reading
# gives rare ones instead.
COMMON_CHARACTERS = frozenset(
    "的一是不了在人有我他這个們中来上大為和國国地到以說说時时要就出會会可也你對对生能而子那得於于着着下自之年過过發发"
    "後后作里用道行所然家種种事成方多經经么去法學学如都同現现當当沒没動动面起看定天分還还進进好小部其些主樣样理心她本前"
    "開开但因只從从想實实日軍军者意無无力它與与長长把機机十民第公此已工使情明性知全三又關关點点正業业外將将兩两高間间由"
    "問问很最重並并物手應应戰战向頭头文體体政美相見见被利什二等產产或新己制身果加西斯月話话合回特代內内信表化老給给世位"
    "次度門门任常先海通教兒儿原東东聲声提立及比員员解水名真論论處处走義义各入幾几口認认條条平系氣气題题活爾尔更別别打女"
    "變变四神總总何電电數数安少報报才結结反受目太量再感建務务做接必場场件計计管期市直德資资命山金指克許许統统區区保至隊"
    "队形社便空決决治展馬马科司五基眼書书非則则聽听白卻却界達达光放強强即像難难且權权思王象完設设式色路記记南品住告類类"
    "求據据程北邊边死張张該该交規规萬万取拉格望覺觉術术領领共確确傳传師师觀观清今切院讓让識识候帶带導导爭争運运香港"
    "のにをはたがでてとしれさいるもなこらかうりっきくんすまよそだどけあえめみおつせやじげばろべンスルトラリアクイシロドッーコ"
    "이다는을의에가를은한하고지기사서로도리대자어그해시일인아정나수제들"
    "，。、！？：；（）「」『』《》【】"
)
NO_UTF8 = re.compile("[\udc80-\udcff]")  # bytes, as surrogateescape keeps them
BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
CYRILLIC = re.compile(r"[оеаитнсрвлкОЕАИТНСРВЛК]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def decode(body: bytes, *, media_type: str | None = None) -> str:
    """Decode a page or text file; newlines become ``\\n``, byte order marks and controls go.

    Valid UTF-8 is UTF-8 whatever was declared. Otherwise the declared encoding, the likely ones
    and charset-normalizer's guess are tried, and the one that yields text as people write it wins.
    Bytes that no reading explains become U+FFFD. Raise ``UnreadableDocument`` for what is empty,
    too large or not text at all.
    """
    if not body.strip():
        raise UnreadableDocument("the file is empty; fetch the page again")
    if len(body) > LIMIT_BYTES:
        raise UnreadableDocument(
            f"the file has {len(body):,} bytes and at most {LIMIT_BYTES:,} are read;"
            " cut out the article and read that"
        )
    for signature, kind in SIGNATURES:
        if body.startswith(signature):
            raise UnreadableDocument(
                f"the file is {kind}, not a page or a text; give its HTML or its text"
            )
    text = _with_bom(body) or _without_bom(body, media_type)
    broken = len(CONTROL.findall(text)) + text.count("\ufffd")
    if broken > 8 + len(text) // 20:
        raise UnreadableDocument(
            "the file is binary, or in an encoding that cannot be told; give its HTML or its text"
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    text = CONTROL.sub("", text).replace("\x85", "\n")
    if not text.strip():
        raise UnreadableDocument("the file holds no text, only control characters or spaces")
    return text


def _with_bom(body: bytes) -> str | None:
    for mark, encoding in BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(encoding, errors="replace")
            if text.count("\ufffd") <= len(text) // 50:
                return text
    return None


def _without_bom(body: bytes, media_type: str | None) -> str:
    nuls = body[:4096].count(0)
    if nuls > len(body[:4096]) // 4:  # UTF-16 without its mark: every other byte of Latin text
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", errors="replace")
    if nuls > 8:
        raise UnreadableDocument("the file is binary; give its HTML or its text")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(body, media_type)
    if "\x1b$" in text:  # ISO-2022-JP is seven-bit, so it passes for UTF-8
        return _strictly(body, "iso2022_jp") or text
    return text


def _legacy(body: bytes, media_type: str | None) -> str:
    repaired, bad = _nearly_utf8(body)
    if repaired is not None and bad * 5 < _many_bytes(repaired):
        return repaired
    declared = list(_declared(body, media_type))
    readings: list[tuple[float, str]] = []
    for rank, encoding in enumerate(dict.fromkeys([*declared, *_likely(body)])):
        text = _strictly(body, encoding) or _loosely(body, encoding)
        if text is not None:
            hint = 0.06 if encoding in declared else -0.0001 * rank
            readings.append((_plausibility(text) + hint, text))
    if readings:
        return max(readings, key=lambda reading: reading[0])[1]
    return body.decode("cp1252", errors="replace")


def _nearly_utf8(body: bytes) -> tuple[str | None, int]:
    """Read UTF-8 in which some bytes are not: pasted Windows text, a last character cut off."""
    cut = ""
    try:
        body[-4:].decode("utf-8")
    except UnicodeDecodeError as wrong:
        if wrong.reason == "unexpected end of data":
            body, cut = body[: len(body) - (wrong.end - wrong.start)], "\ufffd"
    text = body.decode("utf-8", errors="surrogateescape")
    bad = [match.start() for match in NO_UTF8.finditer(text)]
    if len(bad) > 2000:
        return None, len(bad)
    letters = list(text) if bad else []
    for index in bad:
        byte = bytes([ord(letters[index]) - 0xDC00])
        letters[index] = byte.decode("cp1252", errors="replace")
    return ("".join(letters) if bad else text) + cut, len(bad)


def _many_bytes(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _declared(body: bytes, media_type: str | None) -> Iterator[str]:
    labels = [match[1] or match[2] for match in CHARSET.finditer((media_type or "").encode())]
    labels += [match[1] or match[2] for match in CHARSET.finditer(body[:4096])]
    for label in labels:
        try:
            name = codecs.lookup(label.decode("ascii", "replace")).name
        except LookupError:
            continue
        yield SUPERSETS.get(name, name)


def _likely(body: bytes) -> Iterator[str]:
    high = sum(byte > 0x7F for byte in body[:20000])
    if high * 5 > len(body[:20000]) or high > 40:
        yield from ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - nearly all pages are UTF-8

    guess = from_bytes(_sample(body)).best()
    if guess is not None:
        yield SUPERSETS.get(guess.encoding, guess.encoding)
    yield from ("cp1252", "cp1251", "koi8_r", "cp1250", "cp1254", "cp1253")


def _sample(body: bytes) -> bytes:
    """Take the lines that hold other than ASCII bytes: the rest says nothing."""
    lines = [line for line in body.splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines)[:8000] or body[:8000]


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _loosely(body: bytes, encoding: str) -> str | None:
    """Decode despite a few bytes that the encoding does not know; each becomes U+FFFD."""
    try:
        text = body.decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") * 50 < _many_bytes(text) + 50 else None


def _plausibility(text: str) -> float:
    """Say how much a text looks as people write, about 0 to 1, by its letters beyond ASCII."""
    sample = list("".join(BEYOND_ASCII.findall(text[:400_000]))[:4000])
    if not sample:
        return 0.5
    size = len(sample)
    broken = sum(letter == "\ufffd" or "\x80" <= letter < "\xa0" for letter in sample) / size
    private = sum("\ue000" <= letter <= "\uf8ff" for letter in sample) / size
    east = sum(letter > "\u2e80" and letter not in "\ufffd\ufb01\ufb02" for letter in sample) / size
    if east > 0.3:
        common = sum(letter in COMMON_CHARACTERS for letter in sample) / size
        return min(1.0, common * 1.5) - 3 * broken - 2 * private
    words = re.findall(r"[^\W\d_]+", text[:400_000])
    foreign = [word for word in words if not word.isascii()][:3000]
    if not foreign:
        return 0.55 - 3 * broken
    joined = "".join(foreign)
    russian = len(CYRILLIC.findall(joined)) / len(joined)
    if russian > 0.15:
        capitals = len(re.findall(r"[а-яё][А-ЯЁ]", joined)) / len(foreign)
        return 0.4 + min(0.5, russian) - capitals - 3 * broken
    dense = sum(not letter.isascii() for letter in joined) / len(joined)
    odd = len(re.findall(r"[a-z][À-ÖØ-Þ]|[¡-¿×÷]", " ".join(foreign))) / len(foreign)
    symbols = sum(not (letter.isalpha() or letter in "«»‘’“”„–—…·•° €£©®™§") for letter in sample)
    return 0.85 - max(0.0, dense - 0.35) - odd / 2 - 3 * broken - symbols / size / 2
