"""Our pages as a visitor asks for them: addresses, headers, downloads, and hostile texts."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from lxml import html
from pages import answers, dangers, links, tree, words

from pipeline.exports import formats
from pipeline.store import Choice, Store, page_lists, page_reading
from pipeline.store.opening import connect

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
MOVED = ("zoom-paused-2020-07-06", "zoom-paused-2020-07-07")
CLAIMS = (made.make_claim(1), made.make_claim(2))
EVENTS = (
    made.make_event("zoom-paused-2020-07-07", claims=(CLAIMS[1].id, CLAIMS[0].id)),
    made.make_event("zoom-refused-2020-07-30", date="2020-07-30", stance="refused"),
    made.make_event("google-withdrew-undated", company="google", company_name="Google", date=None),
    made.make_event("zoom-paused-2020-07-05", date="2020-07-05", status="in_review"),
    made.make_event("meta-paused-2020", company="meta", date="2020", precision="year"),
)


def build(path, **changes):
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(**changes))
    return path


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return build(
        tmp_path_factory.mktemp("pages") / "timeline.db",
        claims=CLAIMS,
        events=EVENTS,
        redirects=(MOVED,),
        figures=(made.FIGURE,),
    )


@pytest.fixture
def look(database):
    def asked(path, **options):
        (answer,) = answers(database, path, **options)
        return answer

    return asked


PAGES = (
    "/",
    "/companies",
    "/companies/zoom",
    "/companies/google",
    "/companies/linkedin",
    "/events",
    "/events/zoom-paused-2020-07-07",
    "/corrections",
    "/search?q=paused",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_and_may_run_and_fetch_nothing_foreign(look, path):
    answer = look(path)

    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert dangers(answer.text) == []


def test_all_links_of_our_pages_lead_somewhere(database):
    pages = answers(database, *PAGES)
    found = {link.partition("#")[0] for page in pages for link in links(page.text)}
    # Downloads and pictures have tests of their own.
    ours = sorted(
        link for link in found if link[:1] == "/" and not link.startswith(("/events.", "/-/"))
    )

    assert [
        str(answer.url)
        for answer in answers(database, *ours)
        if answer.status_code not in (200, 301)
    ] == []


@pytest.mark.parametrize("path", ["/timeline", "/timeline/events", "/nothing", "/-/versions"])
def test_pages_of_datasette_may_fetch_nothing_from_elsewhere(look, path):
    policy = look(path).headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_of_datasette_have_the_head_of_ours(look):
    assert "/companies" in links(look("/timeline/events").text)
    assert "/companies" in links(look("/nothing").text)


def test_pages_of_datasette_lead_out_as_ours_do(look):
    page = tree(look("/timeline/documents/0000000000000001").text)

    assert page.xpath("//a[@href='https://paper.example/1']/@rel") == [
        "noopener noreferrer nofollow"
    ]


def test_rows_of_datasette_lead_to_our_pages(look):
    assert f"/events/{MOVED[1]}" in links(look(f"/timeline/events/{MOVED[1]}").text)
    assert "/companies/zoom" in links(look("/timeline/companies/zoom").text)


def test_a_former_id_leads_to_the_living_event(look):
    plain, with_ending = look(f"/events/{MOVED[0]}"), look(f"/events/{MOVED[0]}.html")

    assert (plain.status_code, plain.headers["location"]) == (301, f"/events/{MOVED[1]}")
    assert with_ending.headers["location"] == f"/events/{MOVED[1]}.html"


def test_the_permanent_address_shows_the_event(look):
    assert "Zoom: Paused" in words(look(f"/events/{MOVED[1]}.html").text)


def test_an_unknown_event_names_those_that_are_near(look):
    answer = look("/events/zoom-paused-2020-07-08")

    assert answer.status_code == 404
    assert "/events/zoom-paused-2020-07-07" in links(answer.text)


def test_an_unknown_company_is_not_found(look):
    assert look("/companies/<b>nobody").status_code == 404


def test_an_event_shows_its_claims_best_first(look):
    page = html.fromstring(look(f"/events/{MOVED[1]}").text)
    titles = page.xpath("//article[@class='exhibit']/h3//a/bdi/text()")

    assert titles == ["Zoom pauses (2)", "Zoom pauses (1)"]


def test_an_event_of_many_claims_shows_a_hundred_and_leads_to_the_others(tmp_path):
    claims = tuple(replace(made.make_claim(1), id=f"c{number:015x}") for number in range(150))
    event = made.make_event(claims=tuple(claim.id for claim in claims))
    path = build(tmp_path / "timeline.db", claims=claims, events=(event,))

    (answer,) = answers(path, f"/events/{event.id}")

    assert len(tree(answer.text).xpath("//article[@class='exhibit']")) == 100
    assert "The first 100 of 150 claims" in words(answer.text)
    assert f"/timeline/event_claims?event={event.id}" in links(answer.text)


def entries(answer):
    return tree(answer.text).xpath("//li[@class='entry']//h3/a/@href")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("company=zoom", ["zoom-paused-2020-07-07", "zoom-refused-2020-07-30"]),
        ("company=zoom&company=google&stance=refused", ["zoom-refused-2020-07-30"]),
        ("since=2020-07-20", ["meta-paused-2020", "zoom-refused-2020-07-30"]),
        ("until=2020-07-10", ["meta-paused-2020", "zoom-paused-2020-07-07"]),
        ("company=google", ["google-withdrew-undated"]),
        ("company=linkedin", []),
        (
            "company=zoom&all=1",
            ["zoom-paused-2020-07-05", "zoom-paused-2020-07-07", "zoom-refused-2020-07-30"],
        ),
    ],
)
def test_the_timeline_shows_what_was_asked_for(look, query, found):
    answer = look(f"/events?{query}")

    assert entries(answer) == [f"/events/{name}" for name in found]


def test_a_wrong_filter_is_refused_with_a_reason_and_the_form_as_it_was(look):
    answer = look("/events?company=zoom&since=soon")

    assert answer.status_code == 400
    assert "since: “soon” is no date" in words(answer.text)
    assert tree(answer.text).xpath("//input[@name='company' and @checked]/@value") == ["zoom"]


def test_pages_of_a_hundred_follow_each_other_without_a_gap(tmp_path):
    dated = [
        made.make_event(f"zoom-paused-{number}", date=f"2020-07-{number % 28 + 1:02}")
        for number in range(220)
    ]
    undated = [made.make_event(f"meta-{number}", company="meta", date=None) for number in range(30)]
    path = build(tmp_path / "timeline.db", events=(*dated, *undated), redirects=())
    with Store.open(path) as store:
        wanted = [f"/events/{event.id}" for event in store.timeline()]

    found, address = [], "/events"
    while address:
        (answer,) = answers(path, address)
        found += entries(answer)
        address = next(iter(tree(answer.text).xpath("//a[@rel='next']/@href")), None)

    assert found == wanted


def test_a_list_takes_the_events_that_the_store_takes(database):
    connection = connect(database, "r", wait_seconds=1)
    choices = [
        Choice(),
        Choice(companies=("zoom", "meta")),
        Choice(since="2020-07"),
        Choice(since="2020-07-06", until="2020-07-08"),
        Choice(until="2020"),
        Choice(stance="paused", include_unlisted=True),
        Choice(scope="market"),
    ]
    with page_reading.one_state(connection), Store.open(database) as store:
        for choice in choices:
            ids = [entry.id for entry in page_lists.batch(connection, choice).entries]
            wanted = [line.event.id for line in store.lines(choice)]

            assert ids == wanted
            assert page_lists.count(connection, choice) == len(wanted)
    connection.close()


def test_a_download_holds_what_the_page_shows(look):
    answer = look("/events.csv?company=zoom&stance=refused")

    assert [row["id"] for row in csv.DictReader(io.StringIO(answer.text))] == [
        "zoom-refused-2020-07-30"
    ]
    assert answer.headers["content-disposition"] == (
        'attachment; filename="hk-nsl-zoom-refused.csv"'
    )


@pytest.mark.parametrize("name", sorted(set(formats()) - {"svg", "png"}))
def test_every_format_is_handed_out(look, name):
    answer = look(f"/events.{name}")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == formats()[name].media_type
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.content) > 100


def test_a_download_names_addresses_under_which_the_pages_are(look):
    entry = json.loads(look("/events.ndjson?company=google").text.splitlines()[0])

    assert "http://localhost/events/google-withdrew-undated.html" in json.dumps(entry)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/events.doc", 404, "There is no format 'doc'; choose atom, bibtex, csv"),
        ("/events.csv?company=nobody", 400, "there is no company “nobody”"),
    ],
)
def test_a_download_that_cannot_be_is_refused_with_a_reason(look, path, status, said):
    answer = look(path)

    assert (answer.status_code, answer.text[: len(said)]) == (status, said)


def test_a_host_with_signs_stands_in_no_page(look):
    evil = 'a"><script>alert(1)</script>'
    answer = look(f"/events/{MOVED[1]}", headers={"host": evil})

    assert "alert(1)" not in answer.text
    assert dangers(answer.text) == []


@pytest.mark.parametrize(
    "typed", ['"', "a AND", "paused*", "NEAR(", "^x:y", "quote:paused", "'", "(", "-"]
)
def test_no_sign_in_a_search_is_an_error(look, typed):
    (answer,) = [look("/search?q=" + typed)]

    assert answer.status_code == 200
    assert tree(answer.text).xpath("//input[@id='q']/@value") == [typed]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pause", f"/events/{MOVED[1]}"),
        ("視訊", f"/events/{MOVED[1]}"),
        ("Facebook", "/companies/meta"),
        ("nothing-like-this", None),
    ],
)
def test_a_search_leads_to_events_and_companies(look, typed, found):
    results = tree(look(f"/search?q={typed}").text).xpath("//h2[@class='result']/a/@href")

    assert (found in results) if found else results == []


def test_the_stances_of_a_company_and_of_all_are_drawn(look):
    one, everyone = look("/-/stances/zoom.svg"), look("/-/stances/all.svg")

    assert one.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert "default-src 'none'" in one.headers["content-security-policy"]
    assert "Zoom" in one.text
    assert "Google" in everyone.text
    assert look("/-/stances/linkedin.svg").status_code == 404
    assert look("/-/stances/nobody.svg").status_code == 404


def test_a_rebuild_shows_on_the_next_look(tmp_path):
    path = build(tmp_path / "timeline.db", events=EVENTS[:1])
    (first,) = answers(path, "/events")
    build(path, events=EVENTS, redirects=())
    (second,) = answers(path, "/events")

    assert (len(entries(first)), len(entries(second))) == (1, 4)


def test_a_database_of_another_version_says_what_to_do(tmp_path):
    path = build(tmp_path / "timeline.db")
    connection = connect(path, "w", wait_seconds=1)
    connection.execute("drop table corrections")
    connection.close()

    (answer,) = answers(path, "/")

    assert answer.status_code == 503
    assert "stanceline rebuild" in answer.text


def test_the_first_page_stands_while_nothing_is_known(tmp_path):
    path = build(
        tmp_path / "timeline.db", claims=(), events=(), redirects=(), captures=(), documents=()
    )

    (answer,) = answers(path, "/")

    assert answer.status_code == 200
    assert "No event is on the timeline yet." in words(answer.text)
