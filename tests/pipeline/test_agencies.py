"""Which agency a page credits, and which names on it are no credit."""

import pytest

from pipeline.parse.agencies import credited_agency
from pipeline.parse.document import read_document

NEWS = "Zoom stopped answering the city's police on Tuesday, a spokeswoman told reporters."
NEWS_ZH = "視像會議公司周二宣布，暫停處理警方索取用戶資料的要求。"


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("HONG KONG (AP) — ", "ap"),
        ("Hong Kong (AFP) – ", "afp"),
        ("HONG KONG/BEIJING, July 7 (Reuters) - ", "reuters"),
        ("(Reuters) - ", "reuters"),
        ("(Bloomberg) -- ", "bloomberg"),
        ("HONG KONG, July 7 (Xinhua) -- ", "xinhua"),
        ("TOKYO (Kyodo) — ", "kyodo"),
        ("Tokyo (AFP-Jiji) — ", "afp"),
        ("Berlin (dpa) - ", "dpa"),
        ("Madrid, 7 jul (EFE).- ", "efe"),
        ("(ANSA) - ROMA, 07 LUG - ", "ansa"),
        ("MOSCOW, July 7. /TASS/. ", "tass"),
        ("July 7 (UPI) -- ", "upi"),
        ("Taipei, July 7 (CNA) ", "cna_taiwan"),
        ("New Delhi, Jul 7 (PTI) ", "pti"),
        ("SEOUL, July 7 (Yonhap) -- ", "yonhap"),
    ],
)
def test_a_dateline_credits_its_agency(dateline: str, agency: str):
    assert credited_agency(f"Zoom halts\n\n{dateline}{NEWS}", (), "Peak Post") == agency


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("香港7日電（法新社）", "afp"),
        ("（法新社香港7日電）", "afp"),
        ("【路透社香港七日電】", "reuters"),
        ("（香港7日法新電）", "afp"),
        ("（中央社記者張三香港7日電）", "cna_taiwan"),
        ("新华社香港7月7日电（记者李四）", "xinhua"),
        ("中新社香港7月7日電 ", "cns"),
        ("（美聯社香港電）", "ap"),
    ],
)
def test_a_chinese_dateline_credits_its_agency(dateline: str, agency: str):
    assert credited_agency(f"Zoom暫停\n\n{dateline}{NEWS_ZH}", (), "山頂日報") == agency


@pytest.mark.parametrize(
    "text",
    [
        "Telegram told Reuters that it would refuse.",
        "The firm will leave, according to AFP.",
        "Agence France-Presse (AFP) - the French agency - moves its desk.",
        "The Associated Press (AP) — founded in 1846 — moves its desk.",
        "Access Point (AP) — a box that gives devices a network.",
        "Palestinian Authority (PA) — the body that governs parts of it.",
        "Police stand in the rain on Monday (Reuters) - the day of the vote.",
        "Police stand in Hong Kong, July 7, 2020 (Reuters)",
        "Police in the rain. Photo: AFP",
        "Jane Roe/AFP/Getty Images",
        "HARRISBURG (Pa) — The senate met.",
        "法新社7日電訊指，該公司將會撤出。",
        "據路透社香港7日報道，該公司將會撤出。",
        "新華社香港分社昨日沒有回應。",
        "圖為香港警察（法新社）",
        "（綜合法新社、路透社7日電）",
        "",
    ],
)
def test_a_name_in_a_sentence_or_a_caption_is_no_credit(text: str):
    assert credited_agency(f"{text}\n\n{NEWS}", (), "Peak Post") is None


@pytest.mark.parametrize(
    ("authors", "agency"),
    [
        (("Agence France-Presse",), "afp"),
        (("AFP",), "afp"),
        (("AFP-JIJI",), "afp"),
        (("Reuters staff",), "reuters"),
        (("Reuters in Hong Kong",), "reuters"),
        (("Jane Roe", "Associated Press"), "ap"),
        (("JANE ROE Associated Press",), "ap"),
        (("Jane Roe, AP Business Writer",), "ap"),
        (("Jane Roe, The Canadian Press",), "cp"),
        (("Jane Roe for Reuters",), "reuters"),
        (("PA Media",), "pa"),
        (("法新社",), "afp"),
        (("中央社記者張三",), "cna_taiwan"),
    ],
)
def test_a_byline_credits_its_agency(authors: tuple[str, ...], agency: str):
    assert credited_agency(NEWS, authors, "Peak Post") == agency


@pytest.mark.parametrize(
    "authors",
    [
        ("Michael Bloomberg",),
        ("Ani",),
        ("Jane Roe with AFP",),
        ("Staff and agencies",),
        ("Peak Post staff", "Reuters"),
        ("Peak Post", "AFP"),
        ("AFP", "Reuters"),
        ("Staff/AFP",),
        ("Reuters Institute",),
        ("綜合報道", "法新社"),
    ],
)
def test_a_person_or_a_shared_byline_is_no_credit(authors: tuple[str, ...]):
    assert credited_agency(NEWS, authors, "Peak Post") is None


def test_a_byline_that_stands_in_the_text_credits_its_agency():
    assert (
        credited_agency(f"Zoom halts\n\nBy Jane Roe, Associated Press\n\n{NEWS}", (), None) == "ap"
    )


@pytest.mark.parametrize(
    ("tail", "agency"),
    [
        ("© 2020 AFP", "afp"),
        ("Copyright 2020 The Associated Press. All rights reserved.", "ap"),
        ("©2020 Bloomberg L.P.", "bloomberg"),
        ("© Thomson Reuters 2020 All rights reserved", "reuters"),
        ("(Reporting by Jane Roe in Hong Kong; Editing by John Doe)", "reuters"),
        ("Our Standards: The Thomson Reuters Trust Principles.", "reuters"),
        ("（記者張三；審校李四）", "reuters"),
        ("Associated Press writer Jane Roe in Beijing contributed to this report.", "ap"),
        ("This story was first published by Reuters.", "reuters"),
        ("“We wait,” she said. — AFP", "afp"),
        ("The shops stay open./AFP", "afp"),
        ("— Bernama", "bernama"),
        ("Source: AFP/ec", "afp"),
        ("来源：新华社", "xinhua"),
        ("警方未有回應。（法新社）", "afp"),
    ],
)
def test_the_last_lines_credit_an_agency(tail: str, agency: str):
    assert credited_agency(f"{NEWS}\n\n{tail}", (), "Peak Post") == agency


@pytest.mark.parametrize(
    "tail",
    [
        "With files from Reuters",
        "The Associated Press contributed to this report.",
        "Additional reporting by Jane Roe and AFP.",
        "© AFP / Jane Roe",
        "Police stand in the rain. — AFP pic",
        "She had told Reuters the same a day before.",
        "Reuters asked twice; the company did not answer Reuters.",
        "kmm/msh (AFP, AP, dpa)",
        "This story was published by the Peak Post after Reuters had asked.",
    ],
)
def test_a_share_in_the_work_or_a_picture_is_no_credit(tail: str):
    assert credited_agency(f"{NEWS}\n\n{tail}", (), "Peak Post") is None


def test_a_sign_in_the_middle_of_a_page_is_no_credit():
    lines = [NEWS] * 10

    assert credited_agency("\n".join([*lines, "© 2020 AFP", *lines]), (), None) is None


@pytest.mark.parametrize(
    ("publisher", "agency"),
    [
        ("Reuters", "reuters"),
        ("uk.reuters.com", "reuters"),
        ("AP NEWS", "ap"),
        ("apnews.com", "ap"),
        ("Focus Taiwan", "cna_taiwan"),
        ("CNA", None),  # Channel NewsAsia of Singapore is no agency
        ("Bloomberg Quint", None),
        ("notreuters.com", None),
        (None, None),
    ],
)
def test_an_agency_answers_for_its_own_site(publisher: str | None, agency: str | None):
    assert credited_agency(NEWS, (), publisher) == agency


def test_the_dateline_wins_over_the_site_that_runs_it():
    assert credited_agency(f"HONG KONG (AP) — {NEWS}", (), "Bloomberg") == "ap"


def test_a_page_with_datelines_of_two_agencies_is_a_compilation():
    text = f"HONG KONG (AP) — {NEWS}\n\nHong Kong (AFP) – {NEWS}"

    assert credited_agency(text, (), "Peak Post") is None


@pytest.mark.parametrize(
    "piece", ["© 2020 ", "(AP ", "- ", "。(", "Reporting by ", "香港日電", "\nBy x"]
)
def test_a_page_that_repeats_half_a_credit_for_ever_is_read_all_the_same(piece: str):
    assert credited_agency(piece * 100_000, (), None) is None


def test_a_page_that_is_read_carries_its_agency():
    paragraphs = f"<p>HONG KONG (AP) — {NEWS}</p>" + f"<p>{NEWS}</p>" * 5
    page = f"<html><body><article><h1>Zoom halts</h1>{paragraphs}</article></body></html>"

    assert read_document(page.encode()).agency == "ap"
