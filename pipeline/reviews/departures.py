"""Tell which sentences have left the pages that were watched for them."""

from collections.abc import Iterable

from pipeline.store.contents import StatementSentence

HOW = {"gone": " (its page is gone)", "replaced": " (its page shows another text)"}


def departures(sentences: Iterable[StatementSentence]) -> dict[str, str]:
    """Say by claim since which day its sentence is not on its page any more, and how that came.

    One that came back, or stands in another place there, has not left.
    """
    last: dict[str, str] = {}
    present: set[str] = set()
    for each in sentences:
        if each.claim is None:
            continue
        if each.absent_from is None:
            present.add(each.claim)
        else:
            since = each.absent_from[:10] + HOW.get(each.ended_by or "", "")
            last[each.claim] = max(since, last.get(each.claim, ""))
    return {claim: since for claim, since in last.items() if claim not in present}
