"""Sum up what a watched page says, so that two captures of it can be compared at a glance."""

import hashlib
from functools import lru_cache

from pipeline.statements.reading import significant
from pipeline.statements.wording import keys


@lru_cache(maxsize=1024)  # a page with many versions is compared with each of them
def reading_of(text: str) -> str:
    """Give the SHA-256 of the significant sentences of a text, whatever their order.

    Two texts that differ in menus, dates of update, counters and the like have the same.
    """
    said = "\n".join(sorted(keys(significant(text))))
    return f"sha256:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
