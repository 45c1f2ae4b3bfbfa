"""Make documents of texts that are handed over as they are, without a page around them."""

from pipeline.model import DateCandidate, Document
from pipeline.parse.language import detect_language


def given_document(
    name: str,
    text: str,
    *,
    source: str = "added",
    title: str | None = None,
    published: str | None = None,
    url: str | None = None,
) -> Document:
    """Make a document of a text that stays verbatim, so that offsets into it hold.

    ``name`` becomes its id; ``published`` is an ISO day, month or year that came along.
    """
    return Document(
        id=name,
        url=url,
        source=source,
        title=title,
        publisher=None,
        authors=(),
        published=published,
        published_basis="given" if published else None,
        published_candidates=(DateCandidate(published, "given", published),) if published else (),
        published_conflict=False,
        modified=None,
        language=detect_language(text),
        completeness="full" if text.strip() else "empty",
        text=text,
    )
