"""Report downloads in a night and by hand: figures with their release, restated ones beside."""

import io
import zipfile
from pathlib import Path

import pytest
from nights import TRACKER, Web, data_folder, entry, moment, night, rows_of, select
from report_files import meta

from pipeline.looking import read_figures
from pipeline.rebuilding import import_reports, rebuild
from pipeline.store import Store
from pipeline.tracker import load_tracker
from scrapers.archive import Archive
from scrapers.captures import Capture
from scrapers.figures import UnreadableReport
from scrapers.warc_records import digest_of

URL = "http://google.example/requests.csv"
HEADER = (
    "Period Ending,Country/Region,CLDR Territory Code,Legal Process,User Data Requests,"
    "Percentage disclosed,Accounts\n"
)
FIRST = (  # Hong Kong's rows are Google's own
    "2020-12-31,Hong Kong,HK,Emergency Disclosure Requests,1,100,1\n"
    "2020-12-31,Hong Kong,HK,Other Legal Requests,42,5,56\n"
    "2020-12-31,Macao,MO,Other Legal Requests,1,0,1\n"
)
RESTATED = FIRST.replace("42,5,56", "43,7,57")  # made up
META = {  # made up
    half: meta.table(meta.SINCE_2019_H2, f"Hong Kong,3,3,{n},0,{n},0%,{n},0,{n},0%,0,0,0,0%")
    for half, n in (("2021_H1", 150), ("2021_H2", 98))
}
LEGAL = "select received, percentage, derived, release_digest from figures where kind = 'legal'"


def google(text: str = HEADER + FIRST, **more: object) -> Web:
    web = Web()
    web.put(URL, text, media_type="text/csv", **more)
    return web


def google_folder(folder: Path, **more: object) -> Path:
    plain = entry("google_report", "report", URL, company="google")
    source = {key: value for key, value in {**plain, **more}.items() if value is not None}
    return data_folder(folder / "data", [source])


def tracker_of(data: Path):
    return load_tracker(data / TRACKER)


def own_figures(data: Path) -> list[tuple[object, ...]]:
    """Read what was collected, without the figures that come with the tracker."""
    return select(
        data,
        "select company, kind, received, accounts, percentage, derived, cell_row, cell_column "
        "from figures where release_date is not null order by cell_row",
    )


def test_a_night_reads_the_figures_of_the_place_out_of_a_download(tmp_path):
    data, web = google_folder(tmp_path), google()
    done = night(data, web=web)

    assert own_figures(data) == [
        ("google", "emergency", 1, 1, "100", 1, 2, 5),
        ("google", "legal", 42, 56, "5", 2, 3, 5),
    ]
    assert (done.run.figures, done.ill) == (2, ())
    assert select(
        data,
        "select distinct source, release_digest, release_date from figures "
        "where release_date is not null",
    ) == [(URL, digest_of((HEADER + FIRST).encode()), moment(0)[:10])]


def test_a_figure_leads_to_the_archived_bytes_that_it_was_read_from(tmp_path):
    data, web = google_folder(tmp_path), google()
    night(data, web=web)
    (archived,) = {row[0] for row in select(data, "select archived from said_versus_did")}
    file, _, offset = archived.partition("#")

    assert Archive(data / "private" / "warc").read(file, int(offset)).body == (
        (HEADER + FIRST).encode()
    )


def test_an_unchanged_download_costs_one_conditional_request(tmp_path):
    data, web = google_folder(tmp_path), google()
    night(data, web=web)
    before = rows_of(data)
    web.asked.clear()
    night(data, web=web, days=7)
    after = rows_of(data)

    assert [(ask.url, bool(ask.etag)) for ask in web.asked] == [(URL, True)]
    assert {table for table in after if after[table] != before[table]} == {
        "looks",
        "runs",
        "visits",
        "archive_files",
    }


def test_a_later_release_restates_and_both_are_kept_and_told(tmp_path):
    data, web = google_folder(tmp_path), google()
    night(data, web=web)
    web.put(URL, HEADER + RESTATED, media_type="text/csv")
    second = night(data, web=web, days=7)
    legal = select(data, f"{LEGAL} and release_date is not null order by release_date")

    assert [row[:3] for row in legal] == [(42, "5", 2), (43, "7", 3)]
    assert len({row[3] for row in legal}) == 2
    (release,) = second.beside.releases
    assert (release.company, release.figures, release.restated > 0) == ("google", 2, True)


def test_a_changed_header_is_named_and_takes_nothing_away(tmp_path):
    data, web = google_folder(tmp_path), google()
    night(data, web=web)
    web.put(URL, HEADER.replace("Accounts", "Users") + FIRST, media_type="text/csv")
    second = night(data, web=web, days=7)

    assert len(own_figures(data)) == 2
    (ill,) = second.ill
    assert ill.source == "google_report"
    assert "column 'Users' is not known" in ill.what
    assert select(data, "select count(*) from captures") == [(2,)]


def test_a_download_that_could_not_be_read_stays_so_when_it_comes_again(tmp_path):
    data, web = google_folder(tmp_path), google("Some,Other,Table\n1,2,3\n")
    outcomes = [
        [visit.outcome for visit in night(data, web=web, days=day).visits] for day in (0, 7)
    ]

    assert outcomes == [["unreadable"], ["unreadable"]]


def test_a_zip_is_read_member_by_member_and_a_rebuild_gives_the_same(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("google-user-data-requests/README.txt", "What stands where.")
        archive.writestr("google-user-data-requests/requests.csv", HEADER + FIRST)
        archive.writestr("__MACOSX/._requests.csv", b"\0\1")
    data, web = google_folder(tmp_path), Web()
    web.put(URL, packed.getvalue(), media_type="application/zip")
    night(data, web=web)
    figures = select(data, "select part, received from figures where release_date is not null")
    before = dump_of(data)
    rebuild(data, tracker_of(data))

    assert sorted(figures) == [
        ("google-user-data-requests/requests.csv", 1),
        ("google-user-data-requests/requests.csv", 42),
    ]
    assert dump_of(data) == before


def test_a_table_of_a_zip_that_is_not_known_is_named_and_the_others_are_read(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("requests.csv", HEADER + FIRST)
        archive.writestr("orders_of_another_kind.csv", "Half,Orders\n2020 H2,0 - 249\n")
    data, web = google_folder(tmp_path), Web()
    web.put(URL, packed.getvalue(), media_type="application/zip")
    first, second = night(data, web=web), night(data, web=web, days=7)

    assert [row[2] for row in own_figures(data)] == [1, 42]
    (ill,) = first.ill
    assert ill.what.startswith("orders_of_another_kind.csv: this is no report that is known")
    assert second.ill == ()


def dump_of(data: Path) -> list[str]:
    with Store.open(data / "timeline.db") as store:
        return list(store.dump())


def test_a_page_that_links_to_downloads_has_each_of_them_read(tmp_path):
    page = "http://google.example/report"
    data = google_folder(tmp_path, url=page, select="a[href$='.csv']")
    web = google()
    web.put(page, f"<html><body><a href='{URL}'>Data for 2020</a></body></html>")
    night(data, web=web)

    assert [row[2] for row in own_figures(data)] == [1, 42]


def test_a_linked_download_is_asked_at_every_visit_since_it_may_be_restated(tmp_path):
    page = "http://google.example/report"
    data = google_folder(tmp_path, url=page, select="a[href$='.csv']")
    web = google()
    web.put(page, f"<html><body><a href='{URL}'>Data for 2020</a></body></html>")
    for day in (0, 400):
        night(data, web=web, days=day)
    web.asked.clear()
    web.put(URL, HEADER + RESTATED, media_type="text/csv")
    night(data, web=web, days=800)

    assert [ask.url for ask in web.asked] == [page, URL]
    assert sorted(row[2] for row in own_figures(data)) == [1, 1, 42, 43]


@pytest.mark.parametrize(("declared", "company"), [("meta", "meta"), (None, "google")])
def test_a_report_is_whose_its_source_says_else_whose_it_looks_like(tmp_path, declared, company):
    data, web = google_folder(tmp_path, company=declared), google()
    night(data, web=web)

    assert {row[0] for row in own_figures(data)} == {company}


def test_a_report_of_a_company_that_the_tracker_does_not_follow_is_refused(tmp_path):
    tracker = tracker_of(google_folder(tmp_path))
    others = tuple(each for each in tracker.companies if each.slug != "google")
    body = (HEADER + FIRST).encode()
    capture = Capture(URL, moment(0), "google_report", None, body, digest_of(body), "f", 0, 0)

    with pytest.raises(UnreadableReport, match=r"'google', which is no company of companies\.toml"):
        read_figures(capture, tracker.model_copy(update={"companies": others}), company=None)


def test_a_file_is_imported_once_and_stays_after_a_rebuild(tmp_path):
    data = google_folder(tmp_path)
    file = tmp_path / "requests.csv"
    file.write_text(HEADER + FIRST, encoding="utf-8")
    first = import_reports(data, tracker_of(data), [file])
    again = import_reports(data, tracker_of(data), [file])
    rebuild(data, tracker_of(data))

    assert first == again == (2, [])
    assert [row[2] for row in own_figures(data)] == [1, 42]
    assert select(data, "select count(*), min(source) from captures") == [(1, "imported")]


def test_what_cannot_be_imported_is_named_and_the_rest_comes_in(tmp_path):
    data = google_folder(tmp_path)
    good, bad, missing = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "none.csv"
    good.write_text(HEADER + FIRST, encoding="utf-8")
    bad.write_text("Some,Other,Table\n1,2,3\n", encoding="utf-8")
    found, problems = import_reports(data, tracker_of(data), [bad, missing, good])

    assert found == 2
    assert [str(bad) in problems[0], "cannot be read" in problems[1]] == [True, True]
    assert select(data, "select count(*) from captures") == [(1,)]


def test_an_import_says_where_a_file_was_downloaded_and_whose_it_is(tmp_path):
    data = google_folder(tmp_path)
    file = tmp_path / "requests.csv"
    file.write_text(HEADER + FIRST, encoding="utf-8")
    import_reports(data, tracker_of(data), [file], url="https://x.example/r", company="meta")

    assert select(
        data, "select distinct company, source from figures where release_date is not null"
    ) == [("meta", "https://x.example/r")]


def test_two_files_of_one_address_keep_their_own_periods_after_a_rebuild(tmp_path):
    data = google_folder(tmp_path)
    files = []
    for half, body in META.items():
        files.append(tmp_path / f"PRPL-Facebook-Government-Report-{half}.csv")
        files[-1].write_bytes(body)
        import_reports(data, tracker_of(data), files[-1:], url="https://meta.example/download")
    before = dump_of(data)
    rebuild(data, tracker_of(data))

    assert dump_of(data) == before
    assert select(
        data, "select period_start, received from figures where kind = 'total' order by received"
    ) == [("2021-07-01", 98), ("2021-01-01", 150)]


def test_the_same_bytes_are_not_taken_for_another_half_year(tmp_path):
    data = google_folder(tmp_path)
    right, wrong = tmp_path / "meta-2021_H1.csv", tmp_path / "meta-2021_H2.csv"
    for file in (right, wrong):
        file.write_bytes(META["2021_H1"])
    import_reports(data, tracker_of(data), [right])
    found, (problem,) = import_reports(data, tracker_of(data), [wrong])

    assert found == 0
    assert "the same bytes are kept already as a report of meta-2021_H1.csv" in problem


def test_an_import_of_what_a_night_downloaded_changes_no_address_and_no_day(tmp_path):
    data, web = google_folder(tmp_path), google()
    night(data, web=web)
    before = select(data, "select id, source, release_date from figures order by id")
    file = tmp_path / "requests.csv"
    file.write_text(HEADER + FIRST, encoding="utf-8")
    import_reports(data, tracker_of(data), [file])
    after = select(data, "select id, source, release_date from figures order by id")
    rebuild(data, tracker_of(data))

    assert before == after
    assert select(data, "select id, source, release_date from figures order by id") == before


def test_a_row_of_the_place_by_a_name_that_is_not_known_is_named_and_is_no_missing_row(tmp_path):
    text = HEADER + FIRST.replace("Hong Kong,HK", '"Hong Kong - SAR, PRC",HK')
    data, web = google_folder(tmp_path), google(text)
    done = night(data, web=web)

    assert own_figures(data) == []
    assert "'Hong Kong - SAR, PRC', which may be Hong Kong" in str(done.ill[0])


@pytest.mark.parametrize("name", ["HK", "Hong Kong SAR China", "Hong Kong (China)", "HONG KONG*"])
def test_the_place_is_known_by_the_names_that_tables_give_it(tmp_path, name):
    data, web = google_folder(tmp_path), google(HEADER + FIRST.replace("Hong Kong,", f"{name},"))
    night(data, web=web)

    assert [row[2] for row in own_figures(data)] == [1, 42]


def test_rows_that_leave_the_place_out_are_not_of_it(tmp_path):
    row = '2020-12-31,"China, excluding Hong Kong",CN,Other Legal Requests,9,0,9\n'
    data, web = google_folder(tmp_path), google(HEADER + FIRST + row)
    night(data, web=web)

    assert [row[2] for row in own_figures(data)] == [1, 42]


def test_a_row_that_stands_twice_in_a_table_contradicts_itself(tmp_path):
    twice = FIRST + "2020-12-31,Hong Kong,HK,Other Legal Requests,40,0,50\n"
    data, web = google_folder(tmp_path), google(HEADER + twice)
    night(data, web=web)

    assert select(
        data, "select received, contradiction from figures where kind = 'legal' order by received"
    ) == [
        (40, "this row stands twice in the table"),
        (42, "this row stands twice in the table"),
    ]
