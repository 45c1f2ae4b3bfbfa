"""Workbooks are read as a spreadsheet shows them, and hostile ones end in a message, soon."""

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import active_children

import pytest
import xlsxwriter

from scrapers import workbooks
from scrapers.figures import UnreadableReport
from scrapers.workbooks import Sheet, read_sheets

SHEET = "xl/worksheets/sheet1.xml"
Fill = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]


def made(fill: Fill, **options: object) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    fill(book, book.add_worksheet("First"))
    book.close()
    return out.getvalue()


def edited(body: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(body)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == part else content)
    return out.getvalue()


def with_cells(xml: str) -> bytes:
    """Make a workbook with "kept" in A1 and, under it, what is given."""
    body = made(lambda _, sheet: sheet.write(0, 0, "kept"))
    end = b"</sheetData>"
    return edited(body, SHEET, lambda old: old.replace(end, xml.encode() + end))


def rows_of(body: bytes) -> tuple[tuple[str, ...], ...]:
    return read_sheets(body, name="book.xlsx")[0].rows


def refusal(body: bytes) -> str:
    with pytest.raises(UnreadableReport) as told:
        read_sheets(body, name="book.xlsx")
    assert active_children() == []
    return str(told.value)


def test_cells_stand_where_they_stand():
    def fill(_, sheet):
        sheet.write("A1", "Country")
        sheet.write("C3", 62)

    assert rows_of(made(fill)) == (("Country",), (), ("", "", "62"))


def test_every_sheet_is_given_with_its_name_and_whether_it_is_hidden():
    def fill(book, sheet):
        sheet.write("A1", 1)
        book.add_worksheet("Scratch").hide()

    assert read_sheets(made(fill), name="book.xlsx") == (
        Sheet("First", (("1",),)),
        Sheet("Scratch", (), hidden=True),
    )


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (0.7580645161290323, "0.00%", "75.81%"),
        (0.7580645161290323, "0%", "76%"),
        (0.125, "0%", "13%"),
        (0.285, "0%", "29%"),
        (1, "0.0%", "100.0%"),
        (0, "0%;[Red]-0%", "0%"),
        (1234, "#,##0", "1234"),
        (62.0, "General", "62"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "0", "1e+20"),
        (-3, "General", "-3"),
    ],
)
def test_numbers_read_as_they_are_shown(number, code, shown):
    def fill(book, sheet):
        sheet.write_number("A1", number, book.add_format({"num_format": code}))

    assert rows_of(made(fill)) == ((shown,),)


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_date_is_a_date_and_no_number(since_1904):
    def fill(book, sheet):
        for cell, code in (("A1", "d mmmm yyyy"), ("B1", 14), ("C1", '[$-409]mmm-yy;"on" @')):
            shown_as = book.add_format({"num_format": code})
            sheet.write_datetime(cell, datetime(2019, 12, 31), shown_as)

    body = made(fill, date_1904=since_1904)

    assert rows_of(body) == (("2019-12-31", "2019-12-31", "2019-12-31"),)


@pytest.mark.parametrize("code", [27, 36, 50, 58])
def test_a_date_in_a_format_of_east_asia_is_no_number(code):
    def fill(book, sheet):
        sheet.write_number("A1", 43830, book.add_format({"num_format": code}))

    assert rows_of(made(fill)) == (("2019-12-31",),)


def test_a_date_that_no_calendar_has_is_shown_as_hashes():
    def fill(book, sheet):
        sheet.write_number("A1", 1e12, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert rows_of(made(fill)) == (("########",),)


def test_letters_in_quotes_make_no_format_a_date():
    def fill(book, sheet):
        sheet.write_number("A1", 7, book.add_format({"num_format": '0 "days"'}))

    assert rows_of(made(fill)) == (("7",),)


def test_a_formula_is_the_value_that_was_kept_with_it():
    def fill(_, sheet):
        sheet.write_formula("A1", "=B1+C1", value=47)
        sheet.write_formula("B1", '=A1&" requests"', value="47 requests")

    assert rows_of(made(fill)) == (("47", "47 requests"),)


def test_a_formula_whose_value_is_a_text_of_no_letters_is_blank():
    body = with_cells('<row r="2"><c t="str"><f>IF(A1,"","")</f><v></v></c></row>')

    assert rows_of(body) == (("kept",),)


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_value_is_neither_blank_nor_zero(value):
    body = with_cells(f'<row r="2"><c r="A2"><f>B2+C2</f>{value}</c></row>')

    assert rows_of(body) == (("kept",), ("=B2+C2",))


def test_a_formula_of_many_cells_or_without_words_is_a_formula_still():
    body = with_cells(
        '<row r="2"><c r="A2"><f t="array" ref="A2:A3">SUM(B1:B3)</f></c>'
        '<c r="B2"><f t="shared" si="0"/></c>'
        '<c r="C2"><f t="dataTable" ref="C2:C3"/><v>5</v></c></row>'
    )

    assert rows_of(body)[1] == ("=SUM(B1:B3)", "=", "5")


def test_errors_and_truth_values_are_text():
    body = with_cells(
        '<row r="2"><c r="A2" t="e"><v>#DIV/0!</v></c><c r="B2" t="b"><v>1</v></c></row>'
    )

    assert rows_of(body)[1] == ("#DIV/0!", "TRUE")


def test_text_is_joined_from_its_runs_without_how_it_is_pronounced():
    run = "<r><t>東</t></r><r><t>京</t></r><rPh sb='0' eb='2'><t>トウキョウ</t></rPh>"
    inline = with_cells(f'<row r="2"><c r="A2" t="inlineStr"><is>{run}</is></c></row>')
    body = made(lambda _, sheet: sheet.write("A1", "one"))
    shared = edited(
        body, "xl/sharedStrings.xml", lambda old: old.replace(b"<t>one</t>", run.encode())
    )

    assert rows_of(inline)[1] == ("東京",)
    assert rows_of(shared) == (("東京",),)


def test_cells_and_rows_that_do_not_say_where_they_stand_follow_each_other():
    body = with_cells("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")

    assert rows_of(body) == (("kept",), ("1", "2"), ("", "3"))


def test_cells_and_rows_in_no_order_stand_where_they_say():
    body = with_cells(
        '<row r="4"><c r="B4"><v>1</v></c><c r="A4"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c></row>'
    )

    assert rows_of(body) == (("kept",), ("3",), (), ("2", "1"))


def test_a_sheet_of_empty_rows_is_read_as_what_it_holds():
    body = with_cells("".join(f'<row r="{row}"/>' for row in range(800_000, 1_048_577)))

    assert rows_of(body) == (("kept",),)


def test_a_cell_in_the_last_row_is_found_and_one_in_the_last_column_refused():
    deep = rows_of(with_cells('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))

    assert (len(deep), deep[-1], set(deep[1:-1])) == (1_048_576, ("1",), {()})
    assert "wider or holds more than any report" in refusal(
        with_cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    )


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        ("<row r='2'>" + "<c><v>1</v></c>" * 60_000 + "</row>", "wider or holds more"),
        ("".join(f"<row><c r='A{n}'><v>1</v></c></row>" for n in range(3, 60_000)), "holds more"),
        ("<x>" * 300_000, "damaged or locked workbook (ParseError: mismatched tag"),
        (" " * 70_000_000, "far too large"),
        (f"<row><c t='str'><v>{'a' * 40_000}</v></c></row>", "longer than any may be"),
        ("<row r='0'><c><v>1</v></c></row>", "a row 0"),
        ("<row r='-2'><c><v>1</v></c></row>", "a row -2"),
        ("<row r='9999999999'><c><v>1</v></c></row>", "longer than any report"),
        ("<row r='2'><c r='99'><v>1</v></c></row>", "damaged or locked"),
        ("<row r='2'><c t='s'><v>99</v></c></row>", "damaged or locked workbook (KeyError: 99)"),
        ("<row r='2'><c t='s'><v>-1</v></c></row>", "damaged or locked workbook (KeyError: -1)"),
        ("<row r='2'><c><v>twelve</v></c></row>", "damaged or locked"),
        ("<row r='2'", "damaged or locked"),
    ],
    ids=lambda value: value[:20].strip() or "blanks",
)
def test_hostile_cells_end_in_a_message_within_seconds(xml, told):
    body = with_cells(xml)
    begun = time.process_time()

    assert told in refusal(body)
    assert time.process_time() - begun < 5


def test_a_document_type_is_refused_before_anything_expands():
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///x">]>'
    body = with_cells('<row r="2"><c t="str"><v>&b;&c;</v></c></row>')

    root = b"<worksheet"

    told = refusal(edited(body, SHEET, lambda old: old.replace(root, laughs + root, 1)))

    assert "declares a document type" in told


def test_entities_in_the_names_of_sheets_do_not_expand_for_ever():
    laughs = "".join(f'<!ENTITY e{n} "&e{n + 1};&e{n + 1};">' for n in range(40))
    declared = f'<!DOCTYPE a [{laughs}<!ENTITY e40 "ha">]><workbook'.encode()
    body = edited(
        made(lambda _, sheet: sheet.write("A1", 1)),
        "xl/workbook.xml",
        lambda old: old.replace(b"<workbook", declared, 1).replace(b'"First"', b'"&e0;"'),
    )

    assert "damaged or locked workbook" in refusal(body)


def test_nothing_outside_the_workbook_is_named_as_a_part():
    body = made(lambda _, sheet: sheet.write("A1", 1))
    parts, target = "xl/_rels/workbook.xml.rels", b'Target="worksheets/sheet1.xml"'
    elsewhere = b'Target="http://a.test/" TargetMode="External"'
    higher = b'Target="../../../../etc/passwd"'
    external = edited(body, parts, lambda old: old.replace(target, elsewhere))
    above = edited(body, parts, lambda old: old.replace(target, higher))

    assert "its sheet 'First' is missing" in refusal(external)
    assert "its sheet 'First' is missing" in refusal(above)


def test_a_sheet_of_no_known_format_or_of_no_part_is_not_taken_for_an_empty_one():
    usual, strict = b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml"
    body = with_cells("")
    other = edited(body, SHEET, lambda old: old.replace(usual, strict))
    unnamed = edited(body, "xl/workbook.xml", lambda old: old.replace(b' r:id="rId1"', b""))

    assert "its sheet 'First' is missing or of another format" in refusal(other)
    assert "its sheet 'First' is missing or of another format" in refusal(unnamed)


def test_what_is_no_workbook_is_told_with_what_is_wrong():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")

    assert refusal(out.getvalue()) == (
        'book.xlsx: it is a damaged or locked workbook (KeyError: "There is no item named '
        "'[Content_Types].xml' in the archive\"); open it, and download it again"
    )
    assert "(BadZipFile: File is not a zip file)" in refusal(b"Country,Requests")


def test_a_zip_of_thousands_of_parts_is_refused_before_it_is_listed():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1_001):
            archive.writestr(f"xl/{number}.xml", "")

    assert "more parts than any workbook" in refusal(out.getvalue())


def test_a_part_that_is_listed_as_many_sheets_is_not_read_for_ever():
    body = made(lambda _, sheet: sheet.write("A1", 1))
    listed = b'<sheet name="First" sheetId="1" r:id="rId1"/>'
    bounded = edited(body, "xl/workbook.xml", lambda old: old.replace(listed, listed * 100))
    many = edited(body, "xl/workbook.xml", lambda old: old.replace(listed, listed * 101))
    long = edited(
        bounded, SHEET, lambda old: old.replace(b'"1"', b'"1048576"').replace(b"A1", b"A1048576")
    )

    assert len(read_sheets(bounded, name="book.xlsx")) == 100
    assert "more sheets than any report" in refusal(many)
    assert "longer than any report" in refusal(long)


def test_a_sheet_that_is_cut_off_after_its_cells_is_damaged():
    body = made(lambda _, sheet: sheet.write("A1", 1))
    cut = edited(body, SHEET, lambda old: old.partition(b"</sheetData>")[0] + b"</sheetData>")

    assert "damaged or locked workbook" in refusal(cut)


def test_a_locked_workbook_is_said_to_be_locked():
    body = bytearray(made(lambda _, sheet: sheet.write("A1", 1)))
    central = body.index(b"PK\x01\x02")
    while central != -1:  # mark every member as encrypted, in both places that say so
        local = struct.unpack_from("<I", body, central + 42)[0]
        body[central + 8] |= 1
        body[local + 6] |= 1
        central = body.find(b"PK\x01\x02", central + 4)

    assert "damaged or locked workbook" in refusal(bytes(body))


@pytest.mark.parametrize("seed", range(200))
def test_damage_gives_cells_or_a_message(seed):
    chance = random.Random(seed)
    body = made(lambda _, sheet: [sheet.write_row(row, 0, [f"c{row}", row]) for row in range(30)])

    def harm(old: bytes) -> bytes:
        new = bytearray(old)
        for _ in range(chance.randint(1, 6)):
            new[chance.randrange(len(new))] = chance.randrange(256)
        return bytes(new)

    parts = ("xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels")
    harmed = harm(body) if seed % 2 else edited(body, chance.choice(parts), harm)
    try:
        sheets = read_sheets(harmed, name="book.xlsx")
    except UnreadableReport as error:
        assert str(error).startswith("book.xlsx: ")
    else:
        assert all(isinstance(sheet, Sheet) for sheet in sheets)


def test_bounds_hold_for_the_whole_workbook_and_not_for_each_sheet(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_CELLS", 3)

    def fill(book, sheet):
        for each in (sheet, book.add_worksheet("Second")):
            each.write_row(0, 0, [1, 2])

    assert "holds more than any report" in refusal(made(fill))


def test_what_cells_do_not_need_may_be_broken_and_a_chart_is_a_sheet_without_rows():
    def fill(book, sheet):
        sheet.write_column(0, 0, [1, 2])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=First!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    body = made(fill)
    for part in ("docProps/core.xml", "xl/theme/theme1.xml", "xl/charts/chart1.xml"):
        body = edited(body, part, lambda _: b"<")

    assert read_sheets(body, name="book.xlsx") == (
        Sheet("First", (("1",), ("2",))),
        Sheet("Chart", ()),
    )


def test_times_of_day_are_kept():
    def fill(book, sheet):
        code = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_datetime("A1", datetime(2020, 7, 1, 12, tzinfo=UTC).replace(tzinfo=None), code)

    assert rows_of(made(fill)) == (("2020-07-01T12:00:00",),)
