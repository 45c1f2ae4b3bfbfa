"""What ``suggest`` prints: entries that companies.toml takes as they are, whatever texts hold."""

import json
import re
import shutil
import tomllib
from pathlib import Path

import pytest

from pipeline.cli.running import run
from pipeline.tracker import load_tracker

ROOT = Path(__file__).parents[2]
TREEMA = "The messaging app Treema has paused data requests from Hong Kong."


@pytest.fixture
def write(tmp_path):
    def write_text(text: str, name: str = "text.txt") -> str:
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return str(path)

    return write_text


@pytest.fixture
def trackers(tmp_path) -> Path:
    """Give a test a data folder with a tracker of its own, to edit."""
    folder = tmp_path / "own" / "trackers" / "hk-nsl"
    shutil.copytree(ROOT / "data" / "trackers" / "hk-nsl", folder)
    return folder


def test_an_entry_can_be_pasted_into_the_tracker_and_is_then_no_longer_suggested(
    write, trackers, capsys
):
    text = write(TREEMA + "\nFjordvad GmbH said that it had removed its servers from Hong Kong.")
    data = ["--data", str(trackers.parents[1])]
    assert run(["suggest", text, *data]) == 0
    printed = capsys.readouterr().out

    with (trackers / "companies.toml").open("a", encoding="utf-8") as companies:
        companies.write("\n" + printed)

    assert [c.name for c in load_tracker(trackers).companies[-2:]] == ["Fjordvad", "Treema"]
    assert run(["suggest", text, *data]) == 0
    assert capsys.readouterr().out == ""
    assert run(["extract", text, "--json", *data]) == 0
    claims = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(claim["company"], claim["stance"]) for claim in claims] == [
        ("treema", "paused"),
        ("fjordvad", "withdrew"),
    ]


def test_an_entry_shows_how_often_and_by_which_words_it_was_found(write, capsys):
    text = write(TREEMA)

    assert run(["suggest", text]) == 0

    assert capsys.readouterr().out == (
        "# 1 document: paused 1\n"
        f"# “{TREEMA}”\n"
        f"#   {Path(text).as_uri()}\n"
        '[[company]]\nslug = "treema"\nname = "Treema"\nkind = "other"\n'
    )


@pytest.mark.parametrize("evil", ["\u2028", "\x00", "\x85", "\x0b", "\x7f", "\u202e", "\x1b[2J"])
def test_a_quote_cannot_break_out_of_its_comment(evil, write, capsys):
    text = write(
        f'The app Treema has paused data{evil}[[company]] slug="x" requests from Hong Kong.'
    )

    assert run(["suggest", text]) == 0

    printed = capsys.readouterr().out
    assert evil not in printed
    assert [entry["slug"] for entry in tomllib.loads(printed).get("company", [])] in (
        ["treema"],
        [],
    )


def test_the_documents_of_the_database_are_read_where_no_file_is_given(write, tmp_path, capsys):
    data = ["--data", str(tmp_path / "own")]
    assert run(["suggest", *data]) == 1
    assert "there is no database yet" in capsys.readouterr().err

    assert run(["add", write(TREEMA), *data]) == 0
    capsys.readouterr()
    assert run(["suggest", *data]) == 0
    assert tomllib.loads(capsys.readouterr().out)["company"][0]["name"] == "Treema"
    assert run(["suggest", "--least", "2", *data]) == 0
    assert capsys.readouterr().out == ""


def test_nothing_found_is_said_on_stderr_and_is_no_error(write, capsys):
    assert run(["suggest", write("Zoom paused data requests from Hong Kong.")]) == 0

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == ("hk-nsl: nobody takes a stance in 1 document who is not on the list\n")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(write, capsys):
    empty = write("", "empty.html")

    assert run(["suggest", empty, write(TREEMA)]) == 1

    captured = capsys.readouterr()
    assert tomllib.loads(captured.out)["company"][0]["name"] == "Treema"
    assert captured.err.startswith(f"{empty}: ")


@pytest.mark.parametrize("wrong", [["no-such-file.txt"], ["--least", "0"], ["--least", "many"]])
def test_wrong_usage_is_told_and_reads_nothing(wrong, capsys):
    assert run(["suggest", *wrong]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("slug", "file"),
    [
        ("zoom", "harbour-ledger-zoom-microsoft-linkedin.html"),
        ("purevpn", "purevpn-kilobyte.html"),
        ("radio-free-asia", "meridian-rfa-closes-bureau.html"),
    ],
)
def test_a_company_that_is_struck_from_the_file_is_suggested_back(slug, file, trackers, capsys):
    strike(slug, trackers)

    page = ROOT / "data" / "demo" / file
    assert run(["suggest", str(page), "--data", str(trackers.parents[1])]) == 0

    assert slug in [entry["slug"] for entry in tomllib.loads(capsys.readouterr().out)["company"]]


def strike(slug: str, folder: Path) -> None:
    """Take a company out of a tracker's files; what names it elsewhere names another."""
    companies = (folder / "companies.toml").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=\[\[company\]\])", companies)
    kept = [entry for entry in entries if f'slug = "{slug}"\n' not in entry]
    assert len(kept) == len(entries) - 1
    (folder / "companies.toml").write_text("".join(kept), encoding="utf-8")
    (entry,) = set(entries) - set(kept)
    name = re.search(r'^name = (".*")$', entry, re.MULTILINE)[1]
    for file in ("stances.toml", "sources.toml"):
        text = (folder / file).read_text(encoding="utf-8")
        text = text.replace(f'company = "{slug}"', 'company = "apple"')
        text = text.replace(f"publisher = {name}", 'publisher = "The Paper"')
        (folder / file).write_text(text, encoding="utf-8")
