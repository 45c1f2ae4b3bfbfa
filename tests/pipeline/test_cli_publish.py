"""``stanceline publish``: what it says, and what it refuses."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from pipeline.cli.running import run
from pipeline.store import Store

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    with Store.open(folder / "timeline.db", mode="w") as store:
        store.rebuild(made.make_contents(claims=(), events=(), redirects=()))
    return folder


def test_it_says_what_it_wrote_and_what_to_do_with_it(data, tmp_path, capfd):
    code = run(["publish", str(tmp_path / "site"), "--data", str(data)])
    printed = capfd.readouterr()

    assert code == 0
    assert printed.out == ""
    assert printed.err.startswith(f"{tmp_path / 'site'}: 0 events on ")
    assert printed.err.endswith("copy the folder to your web server, or open its index.html\n")


def test_an_address_of_the_site_stands_in_its_map(data, tmp_path):
    site = tmp_path / "site"

    assert (
        run(["publish", str(site), "--site", "https://paper.example/hk", "--data", str(data)]) == 0
    )
    assert "https://paper.example/hk/companies/zoom.html" in (site / "sitemap.xml").read_text()


def test_a_folder_with_other_files_is_refused(data, tmp_path, capfd):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")

    code = run(["publish", str(tmp_path / "mine"), "--data", str(data)])

    assert code == 1
    assert "did not write" in capfd.readouterr().err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "paper.example", "https://a.example/?x"]
)
def test_what_is_no_address_of_a_site_is_wrong_usage(data, tmp_path, address):
    assert run(["publish", str(tmp_path / "site"), "--site", address, "--data", str(data)]) == 2


def test_without_a_database_it_says_how_to_build_one(tmp_path, capfd):
    assert run(["publish", str(tmp_path / "site"), "--data", str(tmp_path)]) == 1
    assert "there is no database yet" in capfd.readouterr().err
