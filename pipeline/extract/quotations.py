"""Find what stands in quotation marks, paragraph by paragraph."""

import re

_PAIRS = re.compile(
    r"“([^”\n]*)(?:”|(?=\n|$))|\"([^\"\n]*)(?:\"|(?=\n|$))|「([^」\n]*)」|«([^»\n]*)»"
)


def quotations(text: str) -> list[tuple[int, int]]:
    """Return the spans inside quotation marks; a mark left open quotes to the end of its line."""
    return [
        (match.start(match.lastindex or 0), match.end(match.lastindex or 0))
        for match in _PAIRS.finditer(text)
        if match.lastindex
    ]
