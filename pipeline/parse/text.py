"""Take the article out of a page: paragraphs parted by a blank line, list items one a line."""

import re
import unicodedata
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement

from pipeline.parse.link_boxes import drop_link_boxes
from pipeline.parse.outline import Outline

ROW = re.compile(r"- |\S.* \| ")


def article_text(tree: HtmlElement) -> str:
    """Extract the text of the article in a page, in NFC; empty where none is found.

    Paragraphs are parted by one blank line; the items of a list and the rows of a table (cells
    parted by `` | ``) stand on lines of their own without one. The extraction is trafilatura's
    with ``favor_precision``; where that finds nothing its balanced mode is asked.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - a night without news reads no page

    article = deepcopy(tree)
    etree.strip_tags(article, etree.Comment)  # the extraction takes trees without them
    drop_link_boxes(article)
    for precise in (True, False):
        found = bare_extraction(
            article,
            favor_precision=precise,
            include_comments=False,
            include_tables=True,
            deduplicate=False,  # its memory outlives the page: the fourth sight would be empty
        )
        text = getattr(found, "text", None)
        if text and text.strip():
            return _paragraphs(text)
    return ""


def text_of_blocks(page: Outline) -> str:
    """Take the blocks of a page that are no furniture as they stand, as ``article_text`` does."""
    return _paragraphs("\n".join(block.text for block in page.blocks if not block.furniture))


def _paragraphs(text: str) -> str:
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines()]
    out: list[str] = []
    for line in filter(None, lines):
        joins = bool(out) and ROW.match(line) and ROW.match(out[-1].rpartition("\n")[2])
        if joins:
            out[-1] += "\n" + line
        else:
            out.append(line)
    return "\n\n".join(out)
