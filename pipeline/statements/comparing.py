"""Compare the sentences of two versions of a page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.statements.wording import key, keys, respelled, tokens, units

SIMILAR = 0.5  # of the weight of all words must be shared by two wordings of one sentence
MOST_PAIRED = 2000  # sentences; a page that lost and won more is another page
MOST_JOINED = 8  # pieces that a sentence is looked for in, when lines are broken otherwise
_GAPS = re.compile(r"[\s\-]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions: sentences, and pairs of a sentence and its new wording."""

    appeared: tuple[str, ...] = ()
    disappeared: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()

    @property
    def found(self) -> bool:
        """Say whether anything differs."""
        return bool(self.appeared or self.disappeared or self.reworded)


def compare(before: Sequence[str], after: Sequence[str]) -> Difference:
    """Say which of the significant sentences appeared, disappeared or were reworded.

    A sentence that moved is no difference, nor are the same words cut otherwise into lines. One
    that stood twice and stands once has disappeared once. A short answer stands here together
    with its question. The order is that of the page.
    """
    gone, came = _left(before, after)
    pairs = _pairs(gone, came, _shares(before, after)) if gone and came else []
    taken = {second for _, second in pairs}
    left = {first for first, _ in pairs}
    return Difference(
        appeared=tuple(text for at, text in enumerate(came) if at not in taken),
        disappeared=tuple(text for at, text in enumerate(gone) if at not in left),
        reworded=tuple((gone[first], came[second]) for first, second in pairs),
    )


def say_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether nothing differs between two versions, whichever came first."""
    return not any(_left(one, other))


def _left(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    if before == after:  # most nights
        return [], []
    gone, came = _unmatched(
        units(before, apart=frozenset(keys(after))), units(after, apart=frozenset(keys(before)))
    )
    if _run(gone) == _run(came):
        return [], []
    if not gone or not came or len(gone) + len(came) > MOST_PAIRED:
        return gone, came
    wholes, pieces = _recut(gone, came)
    pieces, wholes = _recut(pieces, wholes)
    others, parts = _recut(came, gone)  # which side is cut first may matter
    parts, others = _recut(parts, others)
    return (wholes, pieces) if len(wholes + pieces) <= len(parts + others) else (parts, others)


def _unmatched(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    spelled = [(key(text), text) for text in before], [(key(text), text) for text in after]
    counts = [Counter(name for name, _ in each) for each in spelled]
    return _beyond(spelled[0], counts[1]), _beyond(spelled[1], counts[0])


def _beyond(spelled: list[tuple[str, str]], others: Counter[str]) -> list[str]:
    """List the sentences that the other side lacks: of equal ones the first stand in both."""
    left = dict(others)
    found = []
    for name, sentence in spelled:
        if left.get(name, 0) > 0:
            left[name] -= 1
        elif name:
            found.append(sentence)
    return found


def _run(sentences: Sequence[str]) -> str:
    return _GAPS.sub("", "".join(map(respelled, sentences)))


def _recut(whole: list[str], pieces: list[str]) -> tuple[list[str], list[str]]:
    """Leave out the sentences of ``whole`` that stand in ``pieces`` cut into several lines."""
    wanted = Counter(_run([sentence]) for sentence in whole)
    longest = max(map(len, wanted), default=0)
    runs = [_run([piece]) for piece in pieces]
    left, at = [], 0
    joined: Counter[str] = Counter()
    while at < len(pieces):
        run, end = runs[at], at + 1
        while end < len(runs) and end - at < MOST_JOINED and len(run) < longest:
            run += runs[end]
            end += 1
            if wanted[run] > joined[run]:
                joined[run] += 1
                at = end
                break
        else:
            left.append(pieces[at])
            at += 1
    kept = []
    for sentence in whole:
        run = _run([sentence])
        if joined[run] > 0:
            joined[run] -= 1
        else:
            kept.append(sentence)
    return kept, left


def _shares(before: Sequence[str], after: Sequence[str]) -> Counter[str]:
    """Count in how many sentences of the one or the other version each word stands."""
    counts = [
        Counter(word for text in sentences for word in set(tokens(text)))
        for sentences in (before, after)
    ]
    return counts[0] | counts[1]


def _pairs(gone: list[str], came: list[str], shares: Counter[str]) -> list[tuple[int, int]]:
    """Pair the sentences that are two wordings of one, the most similar first.

    A word weighs the less the more sentences have it, and small words half: that both say "in
    Hong Kong" makes no pair.
    """
    if len(gone) + len(came) > MOST_PAIRED:
        return []
    bags = [Counter(tokens(key(text))) for text in gone]
    others = [Counter(tokens(key(text))) for text in came]
    weights = {word: _weight(word) / max(shares[word], 1) for bag in bags + others for word in bag}
    candidates = []
    for first, second in _candidates(bags, others, weights):
        score = _similarity(bags[first], others[second], weights)
        if score >= SIMILAR:
            distance = abs(first / len(gone) - second / len(came))
            candidates.append((-score, distance, first, second))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, first, second in sorted(candidates):
        if first not in chosen and second not in taken:
            chosen[first] = second
            taken.add(second)
    return sorted(chosen.items())


def _weight(word: str) -> float:
    return 0.5 if len(word) <= 3 and word.isascii() and word.isalpha() else 1.0


def _candidates(
    bags: list[Counter[str]], others: list[Counter[str]], weights: dict[str, float]
) -> Iterator[tuple[int, int]]:
    """Yield for each sentence the few that share its rarest words: comparing all is quadratic."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, bag in enumerate(others):
        for word in bag:
            places[word].append(at)
    for first, bag in enumerate(bags):
        met: Counter[int] = Counter()
        for word in sorted(bag, key=lambda word: (-weights[word], word))[:40]:
            for second in places.get(word, ())[:50]:
                met[second] += 1
        yield from ((first, second) for second, _ in met.most_common(10))


def _similarity(one: Counter[str], other: Counter[str], weights: dict[str, float]) -> float:
    total = sum(weights[word] * count for word, count in (one + other).items())
    common = sum(weights[word] * count for word, count in (one & other).items())
    return 2 * common / total if total else 0.0
