"""What a picture of words and figures shows, and that nothing in it runs or asks."""

import pytest
from bs4 import BeautifulSoup
from comparisons import H1_2020, H1_2021, IN_FORCE, NO_ROW, PLAIN, figure
from lxml import etree

from pipeline.charts.drawing import draw
from pipeline.errors import NotFound


def drawn(*rows, ending="svg"):
    return draw(rows, ending, in_force=IN_FORCE, law="A law")


def texts_of(svg):
    root = etree.fromstring(svg)
    return ["".join(part.itertext()) for part in root.iter("{*}text")]


def tooltips_of(svg):
    root = etree.fromstring(svg)
    return [part.findtext("{*}title") for part in root.iter("{*}path") if len(part)]


def test_a_number_that_is_only_a_least_says_so():
    unknown = NO_ROW | {"received_notation": "less_than", "received_printed": "< 10"}
    asked = {"kind": "removal_requests"}
    shown = texts_of(
        drawn(
            figure(1, printed_kind="Police", **asked),
            figure(2, printed_kind="Court", **asked | unknown),
            figure(3, **unknown, **H1_2021),
        )
    )

    assert {"≥ 2 of ≥ 42", "< 10"} <= set(shown)


def test_a_company_without_any_row_still_has_its_gaps_drawn():
    assert "no row" in texts_of(drawn(figure(1, **NO_ROW)))


def test_a_picture_says_what_it_compares_and_where_its_numbers_are_from():
    shown = texts_of(drawn(PLAIN, figure(2, kind="total", source="https://news.example/a")))

    assert "Google: what it said, and what it did" in shown
    assert "A law, in force since 2020-06-30" in shown
    assert "Paused" in shown
    assert "2 of 42" in shown
    assert "≠ differs" in shown
    assert (
        "Sources: the company's own file at news.example (kept on 2026-01-03), report.example "
        "(kept on 2026-01-03)." in shown
    )


AS_REPORTED = "Requests from Hong Kong as the company reports them"


@pytest.mark.parametrize(
    ("tellers", "heading"),
    [
        (("file", "parsed"), f"{AS_REPORTED}, a bar for each period."),
        (("copy", "news"), f"{AS_REPORTED}, or as the news tells them where “news” is written, a"),
        (("news",), "Requests from Hong Kong as the news tells them, a bar for each period."),
    ],
)
def test_what_the_news_tells_is_marked_and_not_called_a_report(tellers, heading):
    kinds = zip(("legal", "total"), tellers, strict=False)
    shown = texts_of(drawn(*(figure(kind, kind=kind, told_by=told) for kind, told in kinds)))

    assert [words for words in shown if words.startswith(heading)] != []
    assert ("news" in shown, "told by the news alone" in shown) == ("news" in tellers,) * 2


def test_numbers_that_sources_dispute_are_both_written():
    untold = dict.fromkeys(
        ("received", "received_notation", "derived", "derived_low", "derived_high")
    )
    news = {"told_by": "news", "disputed": True, "kind": "removal_items", **untold}
    shown = texts_of(
        drawn(figure(1, **news, answered=13, release_digest="b"), figure(2, **news, answered=1))
    )

    assert {"1 or 13†", "sources disagree", "Items to be removed or restricted"} <= set(shown)


def test_the_marks_are_explained_within_the_width_of_the_picture():
    rows = (
        figure(1, contradiction="x", restated=True, verdict="cannot tell"),
        figure(2, **H1_2021, disputed=True, told_by="news", derived_high=3, verdict="consistent"),
        figure(3, **NO_ROW, **H1_2020),
        figure(4, kind="total"),
    )
    root = etree.fromstring(drawn(*rows))

    shown = texts_of(drawn(*rows))
    assert shown.index("told by the news alone") < shown.index("Legal requests")
    assert float(root.get("width")) < 950


def test_a_later_stance_that_is_silent_is_named_in_its_own_box():
    later = {"followed_by": "e", "followed_label": "Treaty", "followed_date": "2020-08-13"}
    svg = drawn(figure(1, **later, **H1_2021))

    assert "Treaty: says nothing of such requests" in texts_of(svg)
    assert "Paused" not in texts_of(svg)
    assert (
        "Paused since 2020-07-06, followed by Treaty since 2020-08-13, which says nothing of such "
        "requests" in tooltips_of(svg)
    )


def test_a_page_tells_notes_disputes_and_what_came_later():
    later = {"followed_by": "e", "followed_label": "Treaty", "followed_date": "2020-08-13"}
    page = BeautifulSoup(
        drawn(figure(1, **later, note="As printed", disputed=True), ending="html"), "html.parser"
    )

    assert page.select_one("td.stance").get_text() == (
        "Paused since 2020-07-06, followed by Treaty since 2020-08-13"
    )
    assert page.select_one("td.where small").get_text() == "Note: As printed"
    assert "Sources disagree" in page.select_one("td.why").get_text()


def test_a_range_a_zero_and_a_blank_are_written_as_what_they_are():
    shown = texts_of(
        drawn(
            figure(1, derived_low=2, derived_high=3),
            figure(2, received=0, **H1_2021),
            figure(3, **NO_ROW | {"received_notation": "blank"}, **H1_2020),
        )
    )

    assert {"2–3 of 42", "0", "blank"} <= set(shown)


def test_a_contradiction_is_marked_and_tells_both_numbers():
    svg = drawn(
        figure(
            1,
            contradiction="0 of 2 are answered, and 100 % is printed",
            verdict="cannot tell",
            reason="The report contradicts itself.",
        )
    )

    assert "!" in texts_of(svg)
    assert any("0 of 2 are answered, and 100 % is printed" in told for told in tooltips_of(svg))


def test_a_picture_is_read_out_by_its_title_and_description():
    root = etree.fromstring(drawn(PLAIN))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "drawn-title drawn-description"
    assert root[0].text == "Google: what was said, and what was done"
    assert "2020 H2 42 received, 2 answered (5 % printed, from 2 to 2), differs" in root[1].text
    assert [part for part in root.iter() if part.get("aria-hidden")] == []


@pytest.mark.parametrize("ending", ["svg", "html", "png"])
def test_the_same_comparisons_give_the_same_bytes(ending):
    assert drawn(PLAIN, ending=ending) == drawn(PLAIN, ending=ending)


def test_a_png_is_wide_enough_for_print():
    png = drawn(PLAIN, ending="png")

    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") > 1700


def test_several_companies_stand_one_under_the_other():
    shown = texts_of(drawn(PLAIN, figure(2, company="meta", company_name="Meta")))

    titles = [words for words in shown if words.endswith("what it did")]
    assert titles == [
        "Google: what it said, and what it did",
        "Meta: what it said, and what it did",
    ]


def test_a_page_holds_the_numbers_as_a_table_and_the_words_that_prove_the_stance():
    page = BeautifulSoup(drawn(PLAIN, ending="html"), "html.parser")

    cells = [cell.get_text(" ") for cell in page.select("tr.differs td")]
    assert cells == [
        "2020 H2",
        "Legal requests Other Legal Requests",
        "42 received, 2 answered (5 % printed, from 2 to 2)",
        "Paused since 2020-07-06",
        "differs",
        PLAIN.reason,
        "requests.csv, row 39, column 5, kept on 2026-01-03, "
        "the company's own file at report.example",
    ]
    assert page.select_one("td.where a")["href"] == "https://report.example/requests.csv"
    assert page.q.get_text() == "Google has paused."


def test_a_page_asks_nobody_for_anything_and_runs_nothing():
    page = BeautifulSoup(drawn(PLAIN, ending="html"), "html.parser")

    policy = page.select_one("meta[http-equiv]")["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert page.find_all(["script", "link", "img", "iframe", "image", "use", "object"]) == []
    assert page.select("[src], [onload], [onclick], svg [href]") == []
    assert "url(" not in str(page)
    assert "@import" not in str(page)


HOSTILE = [
    "</script><script>alert(1)</script>\"'",
    "]]><svg onload=alert(1)>&lt;&#0;",
    "A" * 10_000,
    "\u202egnitirw\u2066 back\u200f \x00\x1b[31m \ud800 \ufffe",
    "שלום ויוניקוד " * 30,
    "{{ 7 * 7 }} ${alert(1)} datum.x",
    "",
]


TOLD = (
    *("company_name", "country", "printed_kind", "reason", "contradiction", "part", "note"),
    *("quote", "stance_label", "colour", "told_by", "received_printed", "event"),
    *("followed_by", "followed_label"),
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_came_from_outside_stays_text(text):
    told = dict.fromkeys(TOLD, text)
    unread = told | {"received_notation": "range", "received": None, "followed_date": "2020-08-13"}
    rows = (
        figure(1, **told, source=f"javascript:alert(1)//{text}", url=f"https://x.example/{text}"),
        figure(2, **unread, source=f"http://[{text}", url=f"data:{text}", **H1_2021),
    )
    svg = drawn(*rows)
    page = drawn(*rows, ending="html").decode()

    root = etree.fromstring(svg)
    parts = {etree.QName(part).localname for part in root.iter()}
    assert parts <= {"svg", "g", "path", "text", "tspan", "rect", "line", "title", "desc"}
    assert {name for part in root.iter() for name in part.attrib if name.startswith("on")} == set()
    shown = BeautifulSoup(page, "html.parser")
    assert shown.find_all("script") == []
    assert {link["href"][:18] for link in shown.find_all("a")} <= {"https://x.example/"}
    assert not set("\u202e\u2066\u200f\x00\x1b\ufffe") & set(page + svg.decode())
    assert float(root.get("width")) < 950
    assert drawn(*rows, ending="png").startswith(b"\x89PNG")


def test_nothing_to_draw_is_said():
    with pytest.raises(NotFound, match="no figure"):
        drawn()
