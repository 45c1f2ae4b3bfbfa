"""Find the texts that tell one story in the same words, however they were cut and edited.

``bands`` finds candidates among any number of texts, ``are_copies`` decides on each pair, and
``stories`` joins the pairs. MinHash and banding follow Broder (1997) and Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3. All figures are of ``tests/benchmarks/
bench_copies.py``: 2,654 edited copies of 1,334 articles.
"""

import math
import re
import struct
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from rensa import CMinHash

from pipeline.merging_evidence import UNDATED
from pipeline.model import Document

RUN = 5  # words; runs of three make a hundred times as many false candidates
BANDS = 48  # 64 would find another 0.4 % of the copies, for a third more rows in the database
ROWS = 2  # with three, 0.90 of the copies are found instead of 0.97
SAME = 0.3  # 98.0 % of the copies share more; so do 9 of 3,063 pairs of own reports on one event
SHARED = 40  # runs; lead paragraphs that two newsrooms write of one event share up to 29
SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"  # written without spaces
WORD = re.compile(rf"[{SIGNS}]|[^\W_{SIGNS}]+")


def shingles(text: str) -> frozenset[int]:
    """Hash each run of five words, 64 bits each, alike on every machine.

    Case, spaces, punctuation and full-width forms are folded; of Chinese and Japanese each
    character is a word. A text of fewer words is one run, an empty one has none.
    """
    words = _words(text)
    runs = (words[at : at + RUN] for at in range(max(len(words) - RUN, 0) + 1))
    return frozenset(_hashed(" ".join(run).encode()) for run in runs if run)


def bands(text: str) -> tuple[int, ...]:
    """Sketch a text as 48 numbers of 63 bits: texts with one in common may be copies.

    Each number carries its place, so all can lie in one column. Unrelated texts of 600 words
    meet once in 6,000 pairs. A text without words has none.
    """
    runs = shingles(text)
    if not runs:
        return ()
    (sketch,) = CMinHash.digests64_from_token_hash_sets([list(runs)], num_perm=BANDS * ROWS, seed=1)
    rows = (sketch[at : at + ROWS] for at in range(0, len(sketch), ROWS))
    return tuple(
        _hashed(struct.pack(f">{ROWS + 1}Q", place, *row)) >> 1 for place, row in enumerate(rows)
    )


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Tell which part of their shingles two texts share: the geometric mean of both parts.

    A copy cut to a quarter still scores 0.5. At the same recall the part of the shorter text alone
    takes five times as many own reports that quote one statement for copies.
    """
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def are_copies(a: str, b: str) -> bool:
    """Decide whether one text copies the other, or both a third.

    They share a passage of 44 words or as much in pieces, and three tenths of all their runs;
    or, however short, they are the same word for word.
    """
    runs_of_a, runs_of_b = shingles(a), shingles(b)
    if len(runs_of_a & runs_of_b) >= SHARED and overlap(runs_of_a, runs_of_b) >= SAME:
        return True
    return bool(runs_of_a) and runs_of_a == runs_of_b and _words(a) == _words(b)


def stories(documents: Iterable[Document], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give each document that has a copy its story: the id of the earliest document that tells it.

    ``pairs`` are ids of documents that copy one another; a copy of a copy tells the same story.
    Of one day, or where no day is known, the lowest id is the earliest. The order of either input
    is all the same. Every id in ``pairs`` must be among the documents.
    """
    age = {document.id: (document.published or UNDATED, document.id) for document in documents}
    parents: dict[str, str] = {}

    def story(told: str) -> str:
        while parents.setdefault(told, told) != told:
            parents[told] = parents[parents[told]]  # halves the way of the next who asks
            told = parents[told]
        return told

    for one, other in pairs:
        first, later = sorted((story(one), story(other)), key=age.__getitem__)
        parents[later] = first
    return {told: story(told) for told in sorted(parents)}


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _hashed(content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=8).digest(), "big")
