"""The site that is written to a folder: whole, the same each time, and without articles."""

import sqlite3
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest
from pages import dangers, tree, words

from pipeline.errors import StancelineError
from pipeline.publishing import MARKER, publish
from pipeline.store import Store

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
SITE = "https://paper.example/hk/"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("publishing") / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.EVERYTHING)
        made.collect(store)
    return path


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    out = tmp_path_factory.mktemp("published") / "site"
    publish(database, out, site=SITE)
    return out


def pages(site):
    return sorted(site.rglob("*.html"))


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_site_has_all_pages_feeds_and_downloads(site):
    assert {
        "index.html",
        "companies.html",
        "companies/zoom.html",
        "companies/zoom.atom",
        "corrections.html",
        "events.atom",
        "events.html",
        "events/zoom-paused-2020-07-07.html",
        "events/zoom-paused-2020-07-06.html",
        "feed.json",
        "stances/paused.atom",
        "downloads/hk-nsl.csv",
        "pictures/stances/all.svg",
        "pictures/figures/google.svg",
        "timeline.db",
        "robots.txt",
        "sitemap.xml",
    } <= files(site).keys()


def test_every_link_of_a_site_leads_to_a_file_of_it(site):
    broken = []
    for page in pages(site):
        if page.parent.name == "downloads":
            continue
        tree_of_page = tree(page.read_text(encoding="utf-8"))
        targets = tree_of_page.xpath("//a/@href | //img/@src | //link/@href | //script/@src")
        for target in targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            if not (page.parent / unquote(parts.path)).resolve().is_file():
                broken.append((page.name, target))

    assert broken == []


def test_no_page_of_a_site_may_run_or_fetch_what_is_foreign(site):
    ours = [page for page in pages(site) if page.parent.name != "downloads"]

    assert [
        (page.name, dangers(page.read_text())) for page in ours if dangers(page.read_text())
    ] == []
    policies = {
        "".join(
            tree(page.read_text()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        )
        for page in ours
    }

    assert [policy for policy in policies if "default-src 'none'" not in policy] == []


def test_a_former_id_leads_to_the_living_event(site):
    page = (site / "events/zoom-paused-2020-07-06.html").read_text(encoding="utf-8")

    assert tree(page).xpath("//meta[@http-equiv='refresh']/@content") == [
        "0; url=../events/zoom-paused-2020-07-07.html"
    ]
    assert tree(page).xpath("//link[@rel='canonical']/@href") == [
        f"{SITE}events/zoom-paused-2020-07-07.html"
    ]


def test_an_event_is_quoted_under_the_address_of_the_site(site):
    page = (site / "events/zoom-paused-2020-07-07.html").read_text(encoding="utf-8")

    assert f"{SITE}events/zoom-paused-2020-07-07.html" in words(page)


def test_no_file_of_a_site_holds_an_article_around_its_quote(site):
    text = made.make_document(1).text
    quote = made.make_claim(1).claim.quote
    beside = [part.strip() for part in text.split(quote)]

    held = {name: body.decode("utf-8", "replace") for name, body in files(site).items()}
    assert any(quote in body for body in held.values())
    assert [name for name, body in held.items() for part in beside if part in body] == []


def test_the_database_that_is_given_away_holds_no_article(site):
    copy = sqlite3.connect(site / "timeline.db")
    texts = copy.execute("select distinct text from documents").fetchall()
    private = {
        name: copy.execute(f"select count(*) from {name}").fetchone()[0]
        for name in ("copy_bands", "looks", "visits", "runs", "coverage", "review_queue")
    }
    found = copy.execute("select count(*) from documents_fts where documents_fts match 'end'")

    assert texts == [("",)]
    assert set(private.values()) == {0}
    assert found.fetchone() == (0,)
    copy.close()
    assert b"The end." not in (site / "timeline.db").read_bytes()


def test_the_database_that_is_given_away_is_one_of_ours(site, database):
    with Store.open(site / "timeline.db") as given, Store.open(database) as ours:
        assert given.timeline() == ours.timeline()
        assert given.comparisons() == ours.comparisons()


def test_the_same_database_gives_the_same_bytes(site, database, tmp_path):
    publish(database, tmp_path / "again", site=SITE)

    assert files(tmp_path / "again") == files(site)


@pytest.fixture
def empty(tmp_path):
    """A database in which nothing is known yet, and which nothing has to be drawn of."""
    path = tmp_path / "timeline.db"
    with Store.open(path, mode="w") as store:
        store.rebuild(made.make_contents(claims=(), events=(), redirects=()))
    return path


def folders(place):
    return sorted(path.name for path in place.iterdir() if path.is_dir())


def test_a_site_is_replaced_whole(empty, tmp_path):
    out = tmp_path / "site"
    out.mkdir()
    (out / MARKER).write_text(f"{MARKER}\nold.html\n")
    (out / "old.html").write_text("old")

    publish(empty, out)
    publish(empty, out)

    assert not (out / "old.html").exists()
    assert (out / "index.html").exists()
    assert folders(tmp_path) == ["site"]


def test_a_folder_with_other_files_is_left_alone(database, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(StancelineError, match="did not write"):
        publish(database, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_site_that_cannot_be_written_leaves_the_old_one(empty, tmp_path):
    out = tmp_path / "site"
    publish(empty, out)
    before = files(out)
    evil = made.make_event("../../evil", url=None)
    with Store.open(empty, mode="w") as store:
        store.rebuild(made.make_contents(claims=(), events=(evil,), redirects=()))

    with pytest.raises(StancelineError, match=r"'\.\./\.\./evil' cannot be the name of a page"):
        publish(empty, out)

    assert files(out) == before
    assert folders(tmp_path) == ["site"]


def test_what_others_put_into_a_site_is_not_swept_away(empty, tmp_path):
    out = tmp_path / "site"
    publish(empty, out)
    (out / "CNAME").write_text("paper.example")

    with pytest.raises(StancelineError, match="holds CNAME, which"):
        publish(empty, out)

    assert (out / "CNAME").exists()


def test_a_link_stays_and_leads_to_the_new_site(empty, tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)

    publish(empty, link)

    assert link.is_symlink()
    assert (real / "index.html").exists()


def test_a_site_whose_place_cannot_be_taken_is_put_back(empty, tmp_path, monkeypatch):
    out = tmp_path / "site"
    publish(empty, out)
    before = files(out)
    rename = Path.rename

    def refuse(self, target):
        if target == out and not self.name.endswith(".old"):
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="no"):
        publish(empty, out)

    assert files(out) == before
    assert folders(tmp_path) == ["site"]
