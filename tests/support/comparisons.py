"""Comparisons of word and figures, made by hand for the tests of pictures and of paper."""

from dataclasses import replace
from datetime import date

from pipeline.store.contents import Comparison

IN_FORCE = date(2020, 6, 30)
NOT_FOLLOWED = dict.fromkeys(("followed_by", "followed_label", "followed_date", "archived"))
PAUSED = {
    "stance": "paused",
    "stance_label": "Paused",
    "colour": "#E69F00",
    "event": "google-paused-2020-07-06",
    "stance_date": "2020-07-06",
    "quote": "Google has paused.",
    "url": "https://paper.example/1",
}
H1_2020 = {"period_start": "2020-01-01", "period_end": "2020-06-30", "period": "2020 H1"}
H2_2020 = {"period_start": "2020-07-01", "period_end": "2020-12-31", "period": "2020 H2"}
H1_2021 = {"period_start": "2021-01-01", "period_end": "2021-06-30", "period": "2021 H1"}
NO_ROW = {
    "received": None,
    "received_printed": "",
    "received_notation": "no_row",
    "percentage": None,
    "derived": None,
    "derived_low": None,
    "derived_high": None,
}
PLAIN = Comparison(
    figure="google-legal-2020-07-01-2020-12-31-0",
    company="google",
    company_name="Google",
    country="Hong Kong",
    **H2_2020,
    kind="legal",
    printed_kind="Other Legal Requests",
    received=42,
    received_printed="42",
    received_notation="number",
    accounts=46,
    answered=None,
    answered_notation=None,
    percentage="5",
    derived=2,
    derived_low=2,
    derived_high=2,
    contradiction=None,
    restated=False,
    disputed=False,
    told_by="file",
    release_digest="sha256:a",
    release_date="2026-01-03",
    part=None,
    cell_row=39,
    cell_column=5,
    source="https://report.example/requests.csv",
    note=None,
    **PAUSED,
    **NOT_FOLLOWED,
    verdict="differs",
    reason="Paused since 2020-07-06; 2 of 42 legal requests were answered (5 % printed).",
)
UNTESTED = dict.fromkeys(PAUSED, None) | {"verdict": "cannot tell", "reason": "Nothing is known."}


def figure(number=0, **changes):
    return replace(PLAIN, figure=f"google-{number}", **changes)
