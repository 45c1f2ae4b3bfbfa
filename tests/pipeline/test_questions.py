"""What the questions answer, on a tracker small enough to answer them by hand."""

from dataclasses import replace
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from pipeline.store import Store, questions
from pipeline.store.contents import Correction, Missed, StatementSentence, Visit
from pipeline.store.questions import QUESTIONS, answer

made = SimpleNamespace(**run_path(str(Path(__file__).with_name("store_contents.py"))))
BY_NAME = {question.name: question for question in QUESTIONS}
LATE = "2026-12-01T00:00:00Z"
PAPER = made.make_document(1)
HERALD = made.make_document(2, publisher="The Herald", language="zh-Hant", captured_at=LATE)
UNREAD = made.make_document(3, language=None, published=None, publisher=None)
OWN = made.make_claim(1, document=PAPER)
TOLD = made.make_claim(2, document=HERALD, voice="reported", confidence=0.8)
ALONE = made.make_claim(3, document=HERALD, voice="reported", stance="refused")
GOOGLE = {"company": "google", "company_name": "Google"}
META = {"company": "meta", "company_name": "Meta"}
FIRST = {"publisher": "The Paper", "first_publisher": "The Paper"}
MONTH = {"date": "2020-07", "precision": "month", "basis": "in July"}
EVENTS = (
    made.make_event("zoom-paused-2020-07-07", claims=(OWN.id, TOLD.id), sources=2, **FIRST),
    made.make_event(
        "zoom-refused-2020-07-30",
        stance="refused",
        date="2020-07-30",
        basis="published",
        first_reported="2020-08-09",
        claims=(ALONE.id,),
        first_publisher="The Herald",
    ),
    made.make_event("zoom-resumed-2021-03-01", stance="resumed", date="2021-03-01"),
    made.make_event("google-complied-2020-06-29", stance="complied", date="2020-06-29", **GOOGLE),
    made.make_event("google-paused-2020-07", products=("Maps",), **GOOGLE, **MONTH),
    made.make_event("meta-paused-2020", date="2020", precision="year", **META, **FIRST),
    made.make_event(
        "meta-withdrew-undated",
        **META,
        stance="withdrew",
        scope="market",
        date=None,
        precision=None,
        basis=None,
        first_reported=None,
    ),
    made.make_event("zoom-paused-2022-02-02", date="2022-02-02", status="in_review"),
    made.make_event("zoom-paused-2023-03-03", date="2023-03-03", status="rejected"),
)
FIGURES = (
    made.FIGURE,
    replace(made.FIGURE, id="google-again", received=43, received_printed="43", release_digest="z"),
    replace(made.FIGURE, id="google-treaty", kind="treaty", printed_kind="Treaty"),
)
GONE = "https://paper.example/gone"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("questions") / "timeline.db"
    correction = Correction(
        *("k1", "zoom-paused-2020-07-07", "date", "2020-07-06", "2020-07-07"), "typo", LATE
    )
    contents = made.make_contents(
        documents=(PAPER, HERALD, UNREAD),
        claims=(OWN, TOLD, ALONE),
        events=EVENTS,
        redirects=(),
        figures=FIGURES,
        corrections=(correction,),
    )
    with Store.open(path, mode="w") as store:
        store.rebuild(contents)
        with store.transaction("f" * 16) as rows:
            rows.put_run(made.Run("n1", "refresh", made.MOMENT), [_visit()])
            rows.put_missed(Missed("paper", GONE, made.MOMENT, "gone"))
            rows.put_missed(Missed("paper", GONE, LATE, "gone"))
            rows.put_statement("paper", versions=(), sentences=(_stay("s1", LATE), _stay("s2")))
    return path


def _visit():
    return Visit("n1", "paper", made.MOMENT, "unreachable", links=0, fresh=0)


def _stay(name, lost=None):
    return StatementSentence(
        *(name, "paper", "zoom", "https://zoom.example/", "paused", "data_requests", f"We {name}."),
        absent_until=None,
        present_from=made.MOMENT,
        present_until=made.MOMENT,
        absent_from=lost,
        ended_by="changed" if lost else None,
    )


@pytest.fixture
def ask(database):
    """Answer a question by its name: some columns of each row."""

    def rows(name, *columns, **given):
        found = answer(database, BY_NAME[name], **given)
        return [tuple(row[column] for column in columns) for row in found]

    return rows


EXPECTED = [
    (
        "where_companies_stand",
        ("company_name", "scope", "stance_label"),
        [
            ("Google", "data_requests", "Paused"),
            ("Meta", "data_requests", "Paused"),
            ("Meta", "market", "Withdrew"),
            ("Zoom", "data_requests", "Resumed"),
        ],
    ),
    ("within_days", ("event", "days_after"), [("zoom-paused-2020-07-07", 7)]),
    (
        "first_thirty_days",
        ("event", "first_day", "last_day"),
        [
            ("google-paused-2020-07", "2020-07-01", "2020-07-08"),
            ("zoom-paused-2020-07-07", "2020-07-07", "2020-07-07"),
            ("zoom-refused-2020-07-30", "2020-07-30", "2020-07-30"),
        ],
    ),
    (
        "days_to_first_move",
        ("event", "days_after", "days_after_at_most"),
        [("google-complied-2020-06-29", -1, -1), ("zoom-paused-2020-07-07", 7, 7)],
    ),
    (
        "stances_by_month",
        ("month", "stance", "events", "companies"),
        [
            ("2020", "paused", 1, 1),
            ("2020-06", "complied", 1, 1),
            ("2020-07", "paused", 2, 2),
            ("2020-07", "refused", 1, 1),
            ("2021-03", "resumed", 1, 1),
        ],
    ),
    (
        "changed_their_mind",
        ("former", "event", "surely_later"),
        [
            ("google-complied-2020-06-29", "google-paused-2020-07", 1),
            ("zoom-paused-2020-07-07", "zoom-refused-2020-07-30", 1),
            ("zoom-refused-2020-07-30", "zoom-resumed-2021-03-01", 1),
        ],
    ),
    ("came_back", ("former", "event"), [("zoom-refused-2020-07-30", "zoom-resumed-2021-03-01")]),
    ("silent_companies", ("company", "waiting", "claims"), [("linkedin", 0, 0)]),
    (
        "told_by_others",
        ("event", "own", "reported", "publishers"),
        [("zoom-refused-2020-07-30", 0, 1, 1)],
    ),
    (
        "own_words",
        ("company", "events", "only_own", "both", "only_reported"),
        [("zoom", 3, 0, 1, 1), ("google", 2, 0, 0, 0), ("meta", 2, 0, 0, 0)],
    ),
    (
        "contradicting",
        ("event", "other_event"),
        [
            ("google-complied-2020-06-29", "google-paused-2020-07"),
            ("zoom-paused-2020-07-07", "zoom-refused-2020-07-30"),
        ],
    ),
    (
        "first_reports",
        ("publisher", "first_reports", "companies", "alone"),
        [("The Paper", 2, 2, 1), ("The Herald", 1, 1, 1)],
    ),
    (
        "dates_by_basis",
        ("found_in", "precision", "events"),
        [
            ("words in the text", "day", 3),
            ("day of publication", "day", 1),
            ("no date", None, 1),
            ("words in the text", "month", 1),
            ("words in the text", "year", 1),
        ],
    ),
    (
        "undated",
        ("event", "why"),
        [("meta-withdrew-undated", "no document has a day of publication")],
    ),
    (
        "languages_of_evidence",
        ("language", "documents", "claims", "events"),
        [("zh-Hant", 1, 2, 2), ("en", 1, 1, 1), (None, 1, 0, 0)],
    ),
    ("of_products", ("event", "products"), [("google-paused-2020-07", '["Maps"]')]),
    (
        "whats_new",
        ("moment", "what", "event"),
        [
            (LATE, "correction", "zoom-paused-2020-07-07"),
            (LATE, "new event", "zoom-refused-2020-07-30"),
            (made.MOMENT, "new event", "zoom-paused-2020-07-07"),
        ],
    ),
    (
        "corrections_made",
        ("event", "before", "after", "reason"),
        [("zoom-paused-2020-07-07", "2020-07-06", "2020-07-07", "typo")],
    ),
    ("under_review", ("event", "claims"), [("zoom-paused-2022-02-02", 0)]),
    ("lost_sentences", ("sentence", "ended_by"), [("We s1.", "changed")]),
    (
        "verdicts",
        ("company", "figures", "consistent", "differs", "cannot_tell"),
        [("google", 3, 0, 0, 3)],
    ),
    ("restated", ("figure",), [("google-2020-h2-legal",), ("google-again",)]),
    ("gave_most", ("source", "claims", "documents"), [("paper", 3, 3)]),
    ("ill_sources", ("source", "last_outcome"), [("paper", "unreachable")]),
    (
        "coverage_gaps",
        ("source", "outcome", "addresses", "times", "latest"),
        [("paper", "gone", 1, 2, LATE)],
    ),
]


@pytest.mark.parametrize(
    ("name", "columns", "expected"), EXPECTED, ids=[name for name, _, _ in EXPECTED]
)
def test_a_question_is_answered_as_by_hand(ask, name, columns, expected):
    assert ask(name, *columns) == expected


def test_the_longest_lag_between_announcement_and_report_comes_first(ask):
    assert ask("report_lags", "event", "days") == [
        ("zoom-refused-2020-07-30", 10),
        ("google-complied-2020-06-29", 9),
        ("zoom-paused-2020-07-07", 1),
        ("zoom-resumed-2021-03-01", -236),
    ]


def test_a_week_may_be_any_number_of_days(ask):
    assert ask("within_days", "event", days="6") == []
    assert ask("within_days", "event", days="7") == [("zoom-paused-2020-07-07",)]


def test_what_changed_is_asked_since_any_moment(ask):
    assert ask("whats_new", "what", since="2026-12") == [("correction",), ("new event",)]
    assert ask("whats_new", "what", since="2027") == []


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("pausing", 3),
        ("zoom data", 3),
        ("", 3),
        ("nothing", 0),
        ('"', 0),
        ('pause" or "x', 0),
        ("pause) OR (", 0),
        ("quote:pause*", 0),
        ("\\u0022pause", 0),
    ],
)
def test_words_are_looked_for_as_they_are(ask, word, found):
    assert len(ask("quotes_with", "claim", word=word)) == found


def test_a_parameter_that_a_question_does_not_have_is_refused(database):
    with pytest.raises(TypeError, match="stances_taken has no parameter since"):
        answer(database, questions.STANCES_TAKEN, since="2020")


def test_every_question_is_answered_here_or_beside():
    elsewhere = {  # in the tests of pages, and of figures
        *("stances_taken", "one_source", "quotes_with", "report_lags"),
        *("word_and_figures_part", "cannot_be_told"),
    }

    assert {name for name, _, _ in EXPECTED} | elsewhere == set(BY_NAME)
    assert len(QUESTIONS) >= 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_says_in_words_what_it_leaves_open(question):
    assert question.title.endswith("?")
    assert not question.description.endswith(".")
    for parameter in question.parameters:
        assert f":{parameter.name}" in question.sql
        assert "empty means" in parameter.description
    assert "select *" not in question.sql
