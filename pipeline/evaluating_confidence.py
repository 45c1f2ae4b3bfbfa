"""Make confidence honest: count how claims of each kind fared, and test that on unseen documents.

The record of a kind of claim, its scope and stance, is shrunken towards what is known of its scope
and of all claims, so that a few lucky hits make nobody sure.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.evaluating import Outcome, Reading, judge
from pipeline.evaluating_scores import Bin, bins_of
from pipeline.extract.folding import hold, how_of, trust

_FOLDS = 10


def record_of(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], tuple[int, int]]:
    """Count for each scope and stance the claims that were right, of how many."""
    right: Counter[tuple[str, str]] = Counter()
    read: Counter[tuple[str, str]] = Counter()
    for one in outcomes:
        if one.claim and not one.optional:
            kind = one.claim.scope, one.stance
            read[kind] += 1
            right[kind] += one.right
    return {kind: (right[kind], read[kind]) for kind in sorted(read)}


def cross_validate(readings: Sequence[Reading]) -> tuple[Bin, ...]:
    """Return the bins of a confidence that never saw the document that it judges.

    Documents fall into ten folds by a hash of their text, so that order changes nothing and the
    same text never stands on both sides.
    """
    folds: list[list[Outcome]] = [[] for _ in range(_FOLDS)]
    for reading in readings:
        digest = hashlib.sha256(reading.passage.document.text.encode()).digest()
        folds[digest[0] % _FOLDS] += [one for one in judge(reading) if one.claim]
    judged = []
    for fold in folds:
        others = [one for other in folds if other is not fold for one in other]
        record = record_of(others)
        judged += [_again(one, record) for one in fold if not one.optional]
    return bins_of(judged)


def spell_record(record: Mapping[tuple[str, str], tuple[int, int]]) -> list[str]:
    """Spell a record as the lines of ``RECORD`` in ``pipeline/extract/folding.py``."""
    return [
        f'    ("{scope}", "{stance}"): ({right}, {read}),'
        for (scope, stance), (right, read) in sorted(record.items())
    ]


def _again(outcome: Outcome, record: Mapping[tuple[str, str], tuple[int, int]]) -> Outcome:
    claim = outcome.claim
    if claim is None:
        return outcome
    sure = trust(claim.scope, claim.stance, record) * hold(how_of(claim.rule))
    return replace(outcome, claim=replace(claim, confidence=sure))
