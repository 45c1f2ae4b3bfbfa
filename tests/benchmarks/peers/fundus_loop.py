"""Give every page to a parser of Fundus.

Its crawler passes over all papers but its own, of which a made-up archive has none. So each page
is read as if it were of one paper that it knows: the tree, the linked data, the selectors.
"""

import logging

from fundus import PublisherCollection
from sample import arguments, decoded, tell

logging.disable(logging.CRITICAL)
PARSER = PublisherCollection.us.APNews.parser()


def read(url: str, body: bytes, charset: str) -> bool:
    """Read one page as that paper's."""
    return bool(PARSER.parse(decoded(body, charset), "suppress"))


tell(read, "fundus", "lxml", given=arguments())
