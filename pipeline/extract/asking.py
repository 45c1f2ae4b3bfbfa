"""Work out what a company was asked about when it said nothing."""

from collections.abc import Collection, Sequence

from pipeline.extract.lexicon import Words

# The scope that a question has, by the word classes of what it names, the surest first.
_ABOUT: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"servers"}), "infrastructure"),
    (frozenset({"requests", "data"}), "data_requests"),
    (frozenset({"content", "works", "censor"}), "content_removal"),
    (frozenset({"office"}), "staff"),
)


def asked_about(words: Words, without: Collection[int]) -> str | None:
    """Return the scope that a sentence's nouns speak of; None when they name none.

    ``without`` are the tokens of the silence itself: a request for comment is no data request.
    """
    named = [
        names
        for i, names in enumerate(words.nouns)
        if i not in without and "account" not in names  # a bank's accounts are no content
    ]
    for classes, scope in _ABOUT:
        if any(classes & names for names in named):
            return scope
    return None


def last_scope(scopes: Sequence[str]) -> str | None:
    """Return what the last act of a text was about, if it was more than the law."""
    return next((scope for scope in reversed(scopes) if scope != "law"), None)
