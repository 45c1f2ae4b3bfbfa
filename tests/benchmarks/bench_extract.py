"""Measure how fast claims are read: against spaCy's full pipeline on the same texts, as a ratio."""

import json
from pathlib import Path
from time import perf_counter

import pytest
import spacy

from pipeline.extract import Reader
from pipeline.extract.parsing import load_model
from pipeline.model import Document
from pipeline.tracker import load_tracker

ROOT = Path(__file__).parents[2]
TRACKER = ROOT / "data" / "trackers" / "hk-nsl"
PLAIN = (
    "The harbour was calm on the morning of the regatta, and the crowd on the pier grew by the "
    "hour. Organisers said that forty boats had entered, more than in any year since the race "
    "began. A sailor from the eastern bay led for most of the course before the wind turned. "
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_tracker(TRACKER))


def relevant(count: int) -> list[Document]:
    """Make articles of some 400 words, with three gold passages in otherwise plain text."""
    lines = (TRACKER / "gold" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line)["text"] for line in lines]
    texts = [
        "\n".join([PLAIN * 2, *passages[3 * i % 400 : 3 * i % 400 + 3], PLAIN * 3])
        for i in range(count)
    ]
    return [document(text) for text in texts]


def document(text: str) -> Document:
    return Document(
        "d", None, "bench", None, None, (), "2020-07-08", None, (), False, None, "en", "full", text
    )


MIXES = {
    "irrelevant": lambda: [document(PLAIN * 6) for _ in range(500)],
    "relevant": lambda: relevant(40),
    "one relevant in fifty": lambda: [*relevant(10), *(document(PLAIN * 6) for _ in range(490))],
    "long and relevant": lambda: [document("\n".join(d.text for d in relevant(40)))],
}


@pytest.mark.parametrize("mix", MIXES)
def test_documents_per_second(benchmark, reader, mix):
    documents = MIXES[mix]()
    nlp = spacy.load(load_model().path)  # the same model with all its parts, names included
    before = perf_counter()
    for _ in nlp.pipe(each.text for each in documents):
        pass
    full = (perf_counter() - before) / len(documents)

    benchmark.pedantic(lambda: [reader.read(each) for each in documents], rounds=3)

    ours = benchmark.stats.stats.mean / len(documents)
    benchmark.extra_info["documents_per_second"] = round(1 / ours, 1)
    benchmark.extra_info["times_faster_than_spacy"] = round(full / ours, 1)
    print(f"\n{mix}: {1 / ours:.0f} documents/s, {full / ours:.1f} times spaCy on the same texts")
