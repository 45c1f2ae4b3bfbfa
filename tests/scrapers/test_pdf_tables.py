"""A PDF gives its tables whatever they look like, and a hostile one costs seconds and no more."""

import random
import zlib
from multiprocessing import active_children, get_context

import pytest
from packed_spaces import packed_spaces
from report_files.yahoo import made_up, table_pdf

from scrapers.figures import UnreadableReport
from scrapers.pdf_rows import pdf_rows
from scrapers.pdf_tables import beginning, periods_in, read_pages

HEADER = (("Country", "Requests", "Answered"),)
KNOWN = {"Country": "country", "Requests": "received", "Answered": "answered"}
ROWS = (("Chad", "12", "3"), ("Hong Kong", "1,234", "-"), ("Peru", "0", ""))
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def drawn(rows=ROWS, *, header=HEADER, **options) -> bytes:
    return table_pdf(rows, header=header, widths=(120, 90, 90), title=("Title",), **options)


def pages_of(body: bytes):
    return list(read_pages(body, name="report.pdf"))


def rows_of(body: bytes):
    return [row for page in pages_of(body) for table in page.tables for row in table.rows]


def records_of(body: bytes):
    found = pdf_rows(read_pages(body, name="report.pdf"), KNOWN, name="report.pdf")
    return [(record.table.page, record.row, record.cells) for record in found]


def refusal_of(body: bytes) -> str:
    with pytest.raises(UnreadableReport) as caught:
        pages_of(body)
    assert active_children() == []
    return str(caught.value)


@pytest.fixture
def hurried(monkeypatch):
    """Allow a second and 300 MB, for a test should not take what a night may."""
    monkeypatch.setattr("scrapers.pdf_tables.FIRST_SECONDS", 1)
    monkeypatch.setattr("scrapers.pdf_tables.MEMORY_BYTES", 300_000_000)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_read_with_lines_and_without_and_however_the_page_is_turned(ruled, turned):
    body = drawn((*ROWS[:2], ("Peru", "0", "7")), ruled=ruled, turned=turned)

    rows = rows_of(body)

    assert rows[-4:] == [*HEADER, *ROWS[:2], ("Peru", "0", "7")]


@pytest.mark.parametrize("ruled", [True, False])
def test_text_that_runs_up_the_paper_is_read_though_nobody_says_so(ruled):
    assert rows_of(drawn(ROWS[:2], ruled=ruled, sideways=True))[-3:] == [*HEADER, *ROWS[:2]]


def test_a_page_has_its_text_line_by_line_and_says_where_its_table_lies():
    [page] = pages_of(drawn(notes=("A note in 2 lines,", "of 2020.")))

    assert page.text.splitlines() == [
        "Title",
        *(" ".join(filter(None, row)) for row in (*HEADER, *ROWS)),
        "A note in 2 lines,",
        "of 2020.",
        "Page 1",
    ]
    assert [(table.part, table.ruled) for table in page.tables] == [("page 1, table 1", True)]


def test_a_cell_that_covers_others_leaves_them_without_text_and_not_blank():
    header = (("Country", "Requests", None), ("", "#", "%"))

    rows = rows_of(drawn([("Chad", "12", "")], header=header))

    assert rows == [("Country", "Requests", None), ("", "#", "%"), ("Chad", "12", "")]


def test_a_name_over_two_columns_is_the_name_of_both_when_no_lines_are_drawn():
    header = (("Country", "Requests", None), ("", "#", "%"))

    rows = rows_of(drawn([("Chad", "12", "3%")], header=header, ruled=False))

    assert rows[-3:] == [("Country", "Requests", "Requests"), ("", "#", "%"), ("Chad", "12", "3%")]


def test_lines_of_a_cell_are_joined():
    rows = rows_of(drawn([("Trinidad and\nTobago", "1", "2")]))

    assert rows[-1] == ("Trinidad and Tobago", "1", "2")


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("header_on_each", [True, False])
def test_a_table_runs_over_pages_with_its_header_on_each_or_on_the_first(ruled, header_on_each):
    rows = [(f"Land {letter}", "1", "2") for letter in "ABCDE"]
    body = drawn(rows, rows_per_page=2, ruled=ruled, header_on_each=header_on_each)

    found = records_of(body)

    assert [cells for _, _, cells in found] == rows
    assert [page for page, _, _ in found] == [1, 1, 2, 2, 3]
    assert [row for _, row, _ in found[2:4]] == ([2, 3] if header_on_each else [1, 2])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Belize", "Bosnia and|", "Herzegovina", "Brazil"], ["Bosnia and Herzegovina"]),
        (["Belize", "Bosnia and", "Herzegovina|", "Brazil"], ["Bosnia and Herzegovina"]),
        (["Chad", "Congo|", "(Republic)", "Cuba"], ["Congo (Republic)"]),
        (["Ukraine", "United Arab|", "Emirates", "Vanuatu"], ["United Arab Emirates"]),
        (["Ukraine", "United Arab", "Emirates|", "Vanuatu"], ["United Arab Emirates"]),
        (["Honduras", "Hong Kong|", "SAR", "Hungary", "Peru"], ["Hong Kong SAR"]),
    ],
)
def test_a_name_cut_by_the_end_of_a_page_is_put_together(names, expected):
    rows = [(name.rstrip("|"), "1", "2") for name in names]
    whole = next(place for place, name in enumerate(names) if name.endswith("|"))
    torn = 3 - whole
    rows[whole], rows[torn] = (rows[whole][0], "5", "4"), (rows[torn][0], "", "")

    found = records_of(drawn(rows, rows_per_page=2))

    assert [cells for _, _, cells in found] == [
        rows[0],
        (*expected, "5", "4"),
        *rows[3:],
    ]


@pytest.mark.parametrize(
    "names", [["Hungary"], ["South", "Korea", "Spain"], ["Zambia", "Austria", "Norway"]]
)
def test_a_name_without_numbers_that_may_be_cut_or_not_is_not_guessed_at(names):
    rows = [("Egypt", "1", "2"), ("Hong Kong", "5", "4"), (names[0], "", "")]
    rows += [(name, "1", "2") for name in names[1:]]

    with pytest.raises(UnreadableReport) as caught:
        records_of(drawn(rows, rows_per_page=2))

    assert str(caught.value) == (
        f"report.pdf: page 2, table 1: row 2: {names[0]!r} has no numbers; is it a place of its "
        f"own, or part of the name above it, 'Hong Kong', or below it, {''.join(names[1:2])!r}? "
        "Read it by eye"
    )


def test_a_name_on_two_lines_is_put_together_where_no_lines_are_drawn():
    rows = [("Albania", "1", "1"), ("Trinidad and\nTobago", "5", "4"), ("Vanuatu", "2", "2")]

    found = records_of(drawn(rows, ruled=False))

    assert [cells for _, _, cells in found] == [
        ("Albania", "1", "1"),
        ("Trinidad and Tobago", "5", "4"),
        ("Vanuatu", "2", "2"),
    ]


def test_a_blank_row_within_a_ruled_page_is_a_place_of_its_own():
    rows = [("Peru", "1", "1"), ("Oman", "", ""), ("Vanuatu", "2", "2")]

    assert [cells for _, _, cells in records_of(drawn(rows))] == rows


def test_an_unknown_column_is_named_with_its_place_and_the_header():
    body = drawn(header=(("Country", "Requests", "Answers"),))

    with pytest.raises(UnreadableReport) as caught:
        records_of(body)

    assert str(caught.value) == (
        "report.pdf: page 1, table 1: column 'Answers' is not known; the nearest known is "
        "'Answered'. The header is: Country,Requests,Answers"
    )


def test_numbers_without_any_header_are_not_guessed_at():
    with pytest.raises(UnreadableReport, match="page 1, table 1: no header stands above"):
        records_of(drawn(header=()))


def test_an_empty_page_between_two_others_is_a_page_without_text():
    first, empty, last = b"BT /F 9 Tf 9 9 Td (first) Tj ET", b"", b"BT /F 9 Tf 9 9 Td (last) Tj ET"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = {1: CATALOG, 2: b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>", 9: font}
    for number, content in enumerate((first, empty, last), start=3):
        objects[number] = page_object(content=number + 3, more=b"/Resources<</Font<</F 9 0 R>>>>")
        objects[number + 3] = stream(content)

    assert [(page.number, page.text) for page in pages_of(pdf(objects))] == [
        (1, "first"),
        (2, ""),
        (3, "last"),
    ]


def test_pages_come_as_they_are_read_and_who_stops_early_leaves_no_child():
    pages = read_pages(drawn(ROWS * 40, rows_per_page=3), name="report.pdf")

    assert next(pages).number == 1
    pages.close()
    assert active_children() == []


def test_a_reading_that_is_let_go_of_in_another_process_goes_on_in_its_own():
    pages = read_pages(drawn(rows_per_page=1), name="report.pdf")
    first = next(pages).number

    child = get_context("fork").Process(target=pages.close)
    child.start()
    child.join()

    assert child.exitcode == 0
    assert [first, *(page.number for page in pages)] == [1, 2, 3]


def test_the_beginning_is_the_text_of_two_pages():
    body = drawn(rows_per_page=1, header_on_each=False, notes=())

    assert beginning(body, name="a.pdf").splitlines() == [
        *("Title", "Country Requests Answered", "Chad 12 3", "Page 1"),
        *("Hong Kong 1,234 -", "Page 2"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Report\nJuly through December 2013\nIt was less in 2012 H1.", "a.pdf", ["2013-07-01"]),
        ("Requests of July - December 2013", "a.pdf", ["2013-07-01"]),
        ("2013 H1\n2013 H2", "report-2013-H2.pdf", ["2013-07-01"]),
        ("Report of 2013", "report-2013_H2.pdf", ["2013-07-01"]),
        ("July through December 2013", "2014_H1.pdf", ["2013-07-01", "2014-01-01"]),
        ("2013 H1\n2013 H2", "a.pdf", ["2013-01-01", "2013-07-01"]),
        ("Report of 2013", "a.pdf", []),
    ],
)
def test_the_period_is_the_one_that_the_text_or_the_file_name_tells(text, name, expected):
    assert sorted(period.start for period in periods_in(text, file_name=name)) == expected


def test_a_locked_pdf_says_that_it_is_locked():
    assert refusal_of(drawn(password="secret")) == (
        "report.pdf: the PDF is locked with a password; download it again, or ask who publishes it"
    )


def test_a_scan_says_that_it_has_no_text():
    image = stream(b"\xff" * 12, more=b"/Type/XObject/Subtype/Image/Width 2/Height 2")
    objects = simple(b"/X Do", {5: image}, more=b"/Resources<</XObject<</X 5 0 R>>>>")

    assert "holds no text, so it may be a scan" in refusal_of(pdf(objects))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"(" * 100_000, b"\0" * 99])
def test_what_is_no_pdf_is_damaged(body):
    assert "it is a damaged PDF" in refusal_of(body)


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """Write a PDF by hand, as no library would."""
    out, at = b"%PDF-1.7\n", {}
    for number, written in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    start = len(out)
    entries = b"".join(
        b"%010d 00000 %s \n" % (at.get(number, 0), b"n" if number in at else b"f")
        for number in range(max(objects) + 1)
    )
    out += b"xref\n0 %d\n%strailer\n<</Root 1 0 R%s>>\n" % (max(objects) + 1, entries, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, *, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)


def page_object(*, content: int = 4, more: bytes = b"") -> bytes:
    box = b"/Parent 2 0 R/MediaBox[0 0 600 800]"
    return b"<</Type/Page%s/Contents %d 0 R%s>>" % (box, content, more)


def simple(content: bytes, objects: dict[int, bytes], *, more: bytes = b"") -> dict[int, bytes]:
    return {1: CATALOG, 2: PAGES, 3: page_object(more=more), 4: stream(content)} | objects


def inflating(times: int) -> dict[int, bytes]:
    packed = packed_spaces(1_000)
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return {4: stream(packed, more=b"/Filter[%s]" % (b"/FlateDecode" * times))}


FONT = b"<</Type/Font/Subtype/%s/BaseFont/A%s>>"
USES_FONT = b"/Resources<</Font<</F 5 0 R>>>>"
DOUBLING = {
    number: stream(
        b"/X Do /X Do",
        more=b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
        % (number + 1),
    )
    for number in range(5, 40)
}
HOSTILE = {
    "references in a circle": simple(b"", {5: b"6 0 R", 6: b"5 0 R"}, more=b"/Resources 5 0 R"),
    "forms that draw each other": simple(
        b"/X Do", DOUBLING, more=b"/Resources<</XObject<</X 5 0 R>>>>"
    ),
    "a stream that inflates": simple(b"", inflating(1)),
    "a stream that inflates twice": simple(b"", inflating(2)),
    "an object stream that inflates": simple(
        b"", {5: inflating(1)[4].replace(b"<<", b"<</Type/ObjStm/N 9/First 9", 1)}, more=b"/R 5 0 R"
    )
    | {3: b"<</Type/Page/MediaBox[0 0 9 9]/Contents 5 0 R>>"},
    "a font of two billion widths": simple(
        b"",
        {
            5: FONT % (b"Type0", b"/Encoding/Identity-H/DescendantFonts[6 0 R]"),
            6: FONT % (b"CIDFontType2", b"/CIDSystemInfo<<>>/W[0 2000000000 500]"),
        },
        more=USES_FONT,
    ),
    "a map of four billion characters": simple(
        b"",
        {
            5: FONT % (b"Type1", b"/ToUnicode 6 0 R"),
            6: stream(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"),
        },
        more=USES_FONT,
    ),
    "many thousand lines": simple(
        b"",
        {
            4: stream(
                zlib.compress(
                    b"".join(b"%d 0 m %d 9 l S 0 %d m 9 %d l S\n" % ((i,) * 4) for i in range(9999))
                    * 9
                ),
                more=b"/Filter/FlateDecode",
            )
        },
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.usefixtures("hurried")
def test_a_hostile_pdf_ends_within_its_limits(kind):
    assert any(
        words in refusal_of(pdf(HOSTILE[kind]))
        for words in ("takes more time", "takes more memory", "holds more than any page")
    )


def test_what_inflates_is_a_sound_stream():
    assert zlib.decompress(packed_spaces(3)) == b" " * 3_000_000


def test_tables_of_references_that_name_each_other_end():
    start = pdf(simple(b"", {})).index(b"xref")

    assert "it is a damaged PDF" in refusal_of(pdf(simple(b"", {}), b"/Prev %010d" % start))


def test_too_many_pages_and_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr("scrapers.pdf_tables.MOST_PAGES", 2)
    assert "it has over 2 pages" in refusal_of(drawn(rows_per_page=1))

    monkeypatch.setattr("scrapers.pdf_tables.MOST_BYTES", 1_000)
    assert "larger than any report" in refusal_of(drawn())


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_gives_pages_or_a_refusal(seed):
    chance = random.Random(seed)
    body = bytearray(drawn([made_up("Chad", 1, 2, 3, 4)[:3]], ruled=seed % 2 == 0))
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(body))
        body[place : place + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))

    try:
        pages = pages_of(bytes(body))
    except UnreadableReport as error:
        assert str(error).startswith("report.pdf: ")
    else:
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))
