"""Try the examples that a tracker's stances bring along: they are its tests."""

from collections.abc import Iterator

from pipeline.extract.reader import Reader
from pipeline.parse.document import read_document
from pipeline.tracker import Tracker


def failed_examples(tracker: Tracker) -> Iterator[str]:
    """Read every example of every stance; name those that are not read as their stance says."""
    reader = Reader(tracker)
    for stance in tracker.stances:
        examples = [(True, example) for example in stance.holds]
        examples += [(False, example) for example in stance.fails]
        for holds, example in examples:
            published = None if example.published is None else str(example.published)
            document = read_document(
                example.text.encode(), media_type="text/plain", published=published
            )
            claims = reader.read(document)
            read = any(
                (claim.company, claim.stance) == (example.company, stance.id) for claim in claims
            )
            if read != holds:
                verdict = "is not read, though it holds" if holds else "is read, though it fails"
                yield (
                    f"stances.toml: stance {stance.id!r}: {verdict}: {example.text!r} "
                    f"({example.company})"
                )
