"""Take the boxes out of a page that hold nothing but links: menus, related stories, archives.

They are most of a news page, and no part of its article. The extraction drops them too, but weighs
each of their elements against dozens of patterns first, which is most of its time.
"""

from lxml import etree
from lxml.html import HtmlElement

BOXES = frozenset(
    {"aside", "div", "footer", "form", "header", "nav", "ol", "section", "table", "ul"}
)
LEAST_LINKS = 4
LINKED = 0.9  # of the letters of a box
LONGEST_LINK = 160  # letters on an average; what is longer may be an article that links its lines


def drop_link_boxes(tree: HtmlElement) -> None:
    """Remove, in place, the outermost boxes of a page in which nine letters of ten are links."""
    letters: dict[HtmlElement, tuple[int, int, int]] = {}  # of an element: all, linked, links
    found: list[HtmlElement] = []
    for element in reversed(list(tree.iter(etree.Element))):  # what is inside comes first
        every = len((element.text or "").strip())
        linked = links = 0
        for child in element:
            inside = letters.pop(child, (0, 0, 0))
            every += inside[0] + len((child.tail or "").strip())
            linked += inside[1]
            links += inside[2]
        tag = element.tag
        if tag in ("script", "style"):
            every = linked = links = 0
        elif tag == "a":
            linked, links = every, 1
        elif tag in BOXES and links >= LEAST_LINKS and linked <= links * LONGEST_LINK:
            if linked >= LINKED * every:
                found.append(element)
        letters[element] = (every, linked, links)
    for element in found:
        if element.getparent() is not None:
            element.drop_tree()
