"""How ``explain`` shows the parse of each claim: who acts, on what, denied, limited, and when."""

import shutil
from pathlib import Path

import pytest

from pipeline.cli.running import run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def explained(tmp_path, capsys):
    """Add a text of its own to an empty data folder, and explain its one event."""

    def explain(text: str, event: str, *, published: str = "2020-07-08") -> list[str]:
        page = tmp_path / "page.txt"
        page.write_text(text, encoding="utf-8")
        data = ["--data", str(tmp_path / "data")]
        assert run(["add", str(page), "--published", published, *data]) == 0
        capsys.readouterr()
        assert run(["explain", event, *data]) == 0
        lines = capsys.readouterr().out.splitlines()
        at = next(i for i, line in enumerate(lines) if line.startswith("  parse"))
        return [line.strip() for line in lines[at : at + 2]]

    return explain


PARSES = [
    (
        "Zoom has paused its processing of data requests from Hong Kong.",
        "zoom-paused-2020-07-08",
        "parse: Zoom <-subject- paused -object-> processing -of-> requests",
        "“Zoom” acts",
    ),
    (
        "Telegram said on Tuesday that it will no longer hand over data to Hong Kong.",
        "telegram-refused-2020-07-07",
        "parse: it <-subject- hand -object-> data",
        "“it” is read as Telegram; with “no longer” on “hand”; “Tuesday” hangs on “said”",
    ),
    (
        "Until further notice, Facebook will not give user data to the Hong Kong police.",
        "meta-paused-2020-07-08",
        "parse: Facebook <-subject- give -object-> data",
        "“Facebook” acts, a name of Meta; with “not” on “give”; limited by “Until further notice”",
    ),
    (
        "Requests from the Hong Kong police were refused by Signal on Monday.",
        "signal-refused-2020-07-06",
        "parse: Signal <-by- refused -object-> Requests",
        "“Signal” acts; “Monday” hangs on “refused”",
    ),
    (
        "The servers of TunnelBear in Hong Kong have been shut down.",
        "tunnelbear-withdrew-2020-07-08",
        "parse: The servers <-object- shut",
        "“The servers” is of TunnelBear",
    ),
]


@pytest.mark.parametrize(("text", "event", "chain", "notes"), PARSES, ids=[p[1] for p in PARSES])
def test_the_parse_says_who_acts_on_what_and_what_else_decided(
    text, event, chain, notes, explained
):
    assert explained(text, event) == [chain, notes]


def test_a_borrowed_stance_shows_the_parse_of_what_it_borrows(explained):
    text = "Zoom paused data requests from Hong Kong on Monday. Microsoft followed suit on Tuesday."

    chain, _ = explained(text, "microsoft-paused-2020-07-07")

    assert chain == (
        "parse (of the sentence that it borrows from): Zoom <-subject- paused -object-> requests"
    )


def test_a_claim_that_is_read_otherwise_today_is_said_to_need_a_rebuild(tmp_path, capsys):
    folder = tmp_path / "data" / "trackers" / "hk-nsl"
    shutil.copytree(ROOT / "data" / "trackers" / "hk-nsl", folder)
    page = tmp_path / "page.txt"
    page.write_text("Zoom has paused data requests from Hong Kong.", encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert run(["add", str(page), "--published", "2020-07-08", *data]) == 0
    companies = folder / "companies.toml"
    text = companies.read_text(encoding="utf-8").replace('name = "Zoom"', 'name = "Zoomers"')
    companies.write_text(text, encoding="utf-8")

    assert run(["explain", "zoom-paused-2020-07-08", *data]) == 0

    assert "parse: this version reads it otherwise" in capsys.readouterr().out
