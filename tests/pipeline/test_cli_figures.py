"""``stanceline figures``: said versus did on paper, as JSON and as a picture; and reports read."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from terminals import on_a_terminal

from pipeline.cli.commands import figures as command_module
from pipeline.cli.running import run
from pipeline.store import Store

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
PAUSED = made.make_event("google-paused-2020-07-06", company="google", date="2020-07-06")
H2_2020 = {"period_start": "2020-07-01", "period_end": "2020-12-31", "period": "2020 H2"}
H1_2021 = {"period_start": "2021-01-01", "period_end": "2021-06-30", "period": "2021 H1"}
H2_2021 = {"period_start": "2021-07-01", "period_end": "2021-12-31", "period": "2021 H2"}
NO_ROW = {
    "received": None,
    "received_printed": "",
    "received_notation": "no_row",
    "percentage": None,
    "percentage_notation": None,
    "derived": None,
    "derived_low": None,
    "derived_high": None,
}
COUNTED = {"percentage": None, "percentage_notation": None, "answered_notation": "number"}
PLACE = {"release_date": "2026-01-03", "source": "https://report.example/requests.csv"}


def figure(number, **changes):
    return replace(made.FIGURE, **{"id": f"figure-{number}", **PLACE, **changes})


FIGURES = (
    figure(1, percentage="5", cell_row=39, cell_column=5),
    figure(
        2,
        **COUNTED,
        kind="emergency",
        printed_kind="Emergencies",
        received=2,
        answered=0,
        derived=None,
        derived_low=None,
        derived_high=None,
        contradiction="0 of 2 are answered, and 100 % is printed",
    ),
    figure(3, **H1_2021, percentage="0", derived=0, derived_low=0, derived_high=0),
    figure(4, **NO_ROW, company="meta"),
    figure(5, **NO_ROW | H1_2021, company="meta"),
    figure(6, **NO_ROW | H2_2021, company="meta"),
    figure(7, period_start="2014-01-01", period_end="2014-06-30", received=9),
)


def fill(folder, *rows, events=(PAUSED,)):
    with Store.open(folder / "timeline.db", mode="w") as store:
        store.rebuild(made.make_contents(figures=rows, events=events, redirects=()))
    return folder


@pytest.fixture
def data(tmp_path):
    return fill(tmp_path, *FIGURES)


@pytest.fixture
def shown(data, capsys):
    def show(*words):
        assert run(["figures", *words, "--data", str(data)]) == 0
        return capsys.readouterr().out

    return show


def test_said_and_did_stand_half_year_by_half_year(shown):
    assert shown("google", "--kind", "legal").splitlines() == [
        "Google",
        "  2020 H2  ● Paused since 2020-07-06",
        f"    “{PAUSED.quote}”  google-paused-2020-07-06",
        "    legal  42 received, 2 answered (5 % printed, from 2 to 2)  ≠ differs",
        "        Paused since 2020-07-06; 2 of 42 legal requests were answered (5 % printed).",
        "        “Other Legal Requests”, requests.csv, row 39, column 5, kept on 2026-01-03, "
        "the company's own file at report.example",
        "  2021 H1  ● Paused since 2020-07-06",
        "    legal  42 received, 0 answered (0 % printed, from 0 to 0)  = consistent",
        "        “Other Legal Requests”, requests.csv, kept on 2026-01-03, "
        "the company's own file at report.example",
        "",
    ]


PAUSED_META = made.make_event("meta-paused-2020-07-06", company="meta", date="2020-07-06")


def test_missing_rows_are_told_once_a_run_with_their_place(shown):
    assert shown("meta").splitlines() == [
        "Meta",
        "  no row for Hong Kong in 2020 H2 to 2021 H2: legal",
        "        “Other Legal Requests”, requests.csv, kept on 2026-01-03, "
        "the company's own file at report.example",
        "",
    ]


def test_missing_rows_after_a_stance_are_told_with_it_and_why_they_tell_nothing(tmp_path, capsys):
    own = {"company": "meta", "release_date": None, "told_by": "parsed", "part": "figures/meta.csv"}
    fill(
        tmp_path,
        figure(1, **NO_ROW, **own, cell_row=7, note="Only places with rows"),
        figure(2, **NO_ROW | H1_2021, **own, cell_row=8, note="Only places with rows"),
        figure(3, **NO_ROW | H1_2021, **own, cell_row=10, kind="total"),
        events=(PAUSED_META,),
    )

    assert run(["figures", "--data", str(tmp_path)]) == 0
    why = (
        "        The report has no row for Hong Kong, and does not say that it lists every place "
        "(Paused since 2020-07-06)."
    )
    where = "read by a third party out of the company's file at report.example"
    assert capsys.readouterr().out.splitlines() == [
        "Meta",
        "  2020 H2 to 2021 H1  ● Paused since 2020-07-06",
        f"    “{PAUSED_META.quote}”  meta-paused-2020-07-06",
        "    legal  no row  ? cannot tell",
        why,
        f"        “Other Legal Requests”, the tracker's figures/meta.csv, rows 7 to 8, {where}",
        "        Note: Only places with rows",
        "  2021 H1  ● Paused since 2020-07-06",
        "    total  no row  ? cannot tell",
        why,
        f"        “Other Legal Requests”, the tracker's figures/meta.csv, row 10, {where}",
        "",
    ]


def test_a_later_stance_that_is_silent_stands_beside_the_one_in_force(tmp_path, capsys):
    later = made.make_event(
        "google-not-receiving-requests-2020-08-13",
        company="google",
        stance="not_receiving_requests",
        date="2020-08-13",
    )
    fill(tmp_path, figure(1, **H1_2021, kind="emergency"), events=(PAUSED, later))

    assert run(["figures", "--data", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("  2021 H1  ● Paused since 2020-07-06, followed by Not_Receiving_Re")
    assert lines[2] == f"    “{PAUSED.quote}”  google-paused-2020-07-06"
    assert lines[3].endswith("? cannot tell")
    assert "which says nothing of such requests; 2 of 42" in lines[4]


def test_a_note_is_printed_below_the_place(tmp_path, capsys):
    fill(tmp_path, figure(1, note="Two half-years together"))

    assert run(["figures", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-2] == "        Note: Two half-years together"


def test_a_contradiction_is_marked_and_explained(shown):
    text = shown("google", "--kind", "emergency")

    assert "2 received, 0 answered  ? cannot tell  ! contradicts itself" in text
    assert "0 of 2 are answered, and 100 % is printed" in text


def test_numbers_that_releases_give_otherwise_are_marked(tmp_path, capsys):
    later = {"release_digest": "sha256:b", "release_date": "2026-06-01"}
    fill(tmp_path, FIGURES[0], figure(8, received=44, **later))

    assert run(["figures", "--data", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert text.count("* restated") == 2
    assert "kept on 2026-06-01" in text


def test_what_the_news_gives_otherwise_is_no_restatement(tmp_path, capsys):
    fill(tmp_path, FIGURES[0], figure(8, received=44, told_by="news", release_digest="sha256:b"))

    assert run(["figures", "--data", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert (text.count("* sources disagree"), text.count("restated")) == (2, 0)


def test_rows_of_one_table_share_the_line_that_says_where_they_stand(tmp_path, capsys):
    asked = {"kind": "removal_requests"}
    fill(
        tmp_path,
        figure(1, **asked, printed_kind="Court", cell_row=7),
        figure(2, **asked, printed_kind="Police", cell_row=8),
    )

    assert run(["figures", "--data", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "“Court”" in text
    assert text.count("requests.csv, rows 7 to 8, kept on") == 1


def test_years_before_the_law_are_shown_when_they_are_asked_for(shown):
    assert "2014" not in shown("google")
    assert "2014 H1" in shown("google", "--all")
    assert "2014 H1" in shown("google", "--since", "2014")
    assert "2014 H1" in shown("google", "--until", "2014")


@pytest.mark.parametrize(
    ("filters", "figures"),
    [
        ((), 7),
        (("google",), 4),
        (("facebook",), 3),
        (("--verdict", "differs"), 1),
        (("--verdict", "cannot-tell"), 5),
        (("--kind", "Emergency"), 1),
        (("--kind", "legal", "--kind", "emergency", "google"), 4),
        (("--since", "2021", "google"), 1),
        (("--until", "2020-12", "google"), 3),
    ],
)
def test_json_holds_every_figure_that_matches(shown, filters, figures):
    assert len(shown(*filters, "--json").splitlines()) == figures


def test_a_figure_in_json_has_the_promised_keys_in_order(shown):
    told = json.loads(shown("google", "--json", "--verdict", "differs"))

    assert list(told.items())[:11] == [
        ("company", "google"),
        ("period_start", "2020-07-01"),
        ("period_end", "2020-12-31"),
        ("kind", "legal"),
        ("received", 42),
        ("answered", None),
        ("percentage", "5"),
        ("derived", 2),
        ("stance", "paused"),
        ("verdict", "differs"),
        ("source", "https://report.example/requests.csv"),
    ]
    assert told["release"] == {
        "digest": "sha256:a",
        "date": "2026-01-03",
        "part": None,
        "row": 39,
        "column": 5,
    }
    assert told["quote"] == PAUSED.quote
    assert (told["restated"], told["disputed"], told["followed_by"]) == (False, False, None)


def test_a_missing_row_is_null_in_json_and_says_so(shown):
    told = json.loads(shown("meta", "--json").splitlines()[0])

    assert (told["received"], told["notations"]["received"]) == (None, "no_row")


def test_companies_come_in_the_order_of_their_names_on_the_line(shown):
    lines = shown("meta", "google").splitlines()

    assert [line for line in lines if line in ("Meta", "Google")] == ["Meta", "Google"]


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("HTML", b"<!doctype html>")]
)
def test_a_picture_is_written_whole(data, tmp_path, capsys, ending, start):
    target = tmp_path / f"google.{ending}"

    assert run(["figures", "google", "-o", str(target), "--data", str(data)]) == 0
    assert target.read_bytes().startswith(start)
    assert capsys.readouterr() == ("", f"{target}: 3 figures drawn\n")
    assert [path.name for path in tmp_path.glob(".google*")] == []


def test_a_picture_that_cannot_be_drawn_leaves_the_old_one(data, tmp_path, capsys):
    target = tmp_path / "zoom.svg"
    target.write_text("old", encoding="utf-8")

    assert run(["figures", "zoom", "-o", str(target), "--data", str(data)]) == 1
    assert "Zoom" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "old"


def test_a_company_that_has_nothing_to_draw_is_named(data, tmp_path, capsys):
    target = tmp_path / "both.svg"

    assert run(["figures", "google", "zoom", "-o", str(target), "--data", str(data)]) == 0
    assert "Zoom is not drawn" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["google", "-o", "google.pdf"], ".svg, .png or .html"),
        (["-o", "google.svg"], "add one"),
        (["google", "--json", "-o", "google.svg"], "choose one of the two"),
        (["nobody-at-all"], "nobody-at-all"),
        (["--kind", "leagl"], "emergency"),
        (["--verdict", "maybe"], "cannot tell"),
        (["--since", "2021", "--until", "2020"], "swap the two"),
        (["google", "import"], "figures import FILE"),
        (["import"], "FILE"),
        (["import", "missing.csv"], "missing.csv"),
    ],
)
def test_wrong_usage_is_told_with_the_next_step(data, capsys, words, said):
    assert run(["figures", *words, "--data", str(data)]) == 2
    assert said in capsys.readouterr().err


def test_without_a_database_the_next_step_is_told(tmp_path, capsys):
    assert run(["figures", "--data", str(tmp_path)]) == 1
    assert "stanceline demo" in capsys.readouterr().err


def test_without_figures_the_next_step_is_told(tmp_path, capsys):
    fill(tmp_path)

    assert run(["figures", "--data", str(tmp_path)]) == 0
    assert "stanceline figures import FILE" in capsys.readouterr().err


def test_a_filter_that_nothing_passes_is_told(data, capsys):
    assert run(["figures", "google", "--kind", "treaty", "--data", str(data)]) == 0
    assert "stanceline figures --all" in capsys.readouterr().err


@pytest.mark.parametrize("others", [[], ["google"], ["--kind", "legal"]])
def test_a_company_without_any_figure_is_named_with_the_next_step(data, capsys, others):
    assert run(["figures", "zoom", *others, "--data", str(data)]) == 0

    assert capsys.readouterr().err == (
        "No figures of Zoom are known; read a report with 'stanceline figures import'\n"
    )


def test_what_came_from_outside_steers_no_terminal(tmp_path, capsys):
    evil = "\x1b[2J\u202eevil\nline"
    fill(tmp_path, figure(1, printed_kind=evil, country=evil, contradiction=evil, part=evil))

    assert run(["figures", "--data", str(tmp_path)]) == 0
    text = capsys.readouterr().out
    assert "evil" in text
    assert not set("\x1b\u202e") & set(text)


@pytest.mark.parametrize("columns", [40, 120])
def test_on_a_terminal_lines_are_coloured_and_fit(data, columns):
    written = on_a_terminal("figures", "--data", str(data), columns=columns, environment={})

    plain = re.sub(r"\x1b\[[0-9;]*m", "", written)
    assert "\x1b[" in written
    assert "≠ differs" in plain
    assert max(len(line.rstrip()) for line in plain.splitlines()) <= columns


def test_the_verdicts_are_those_of_the_view(data):
    with Store.open(data / "timeline.db") as store:
        assert {row.verdict for row in store.comparisons()} <= set(command_module.VERDICTS)


def test_what_is_printed_loads_nothing_that_draws(data):
    code = (
        "import sys; from pipeline.cli.running import run\n"
        f"run(['figures', '--data', {str(data)!r}])\n"
        "sys.exit(bool({'vl_convert', 'altair', 'spacy', 'datasette'} & set(sys.modules)))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False, capture_output=True)

    assert done.returncode == 0, done.stderr
