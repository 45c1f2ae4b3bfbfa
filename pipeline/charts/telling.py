"""Tell a picture in words: to who hears it, and to the pointer that rests on a part."""

from lxml import etree

SVG = "http://www.w3.org/2000/svg"


def told(plot: str, *, title: str, description: str) -> bytes:
    """Give a picture its title and description, and each mark the words that a pointer shows.

    Who hears the picture hears these two; its parts are for the eye.
    """
    root = etree.fromstring(plot.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    _rename(root)
    for mark in root.iter(f"{{{SVG}}}path"):
        if words := mark.get("aria-label"):
            etree.SubElement(mark, f"{{{SVG}}}title").text = words
    etree.strip_attributes(root, "role", "aria-roledescription", "aria-label", "aria-hidden")
    root.set("role", "img")
    root.set("aria-labelledby", "drawn-title drawn-description")
    for place, (tag, name, words) in enumerate(
        (("title", "drawn-title", title), ("desc", "drawn-description", description))
    ):
        part = etree.Element(f"{{{SVG}}}{tag}", id=name)
        part.text = words
        root.insert(place, part)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=False)) + b"\n"


def _rename(root: etree._Element) -> None:
    """Number the names of parts anew: Vega counts on from one picture to the next."""
    names = {
        part.attrib["id"]: f"drawn-{place}" for place, part in enumerate(root.iterfind(".//*[@id]"))
    }
    for part in root.iter():
        for key, value in part.attrib.items():
            if key == "id":
                part.set(key, names[str(value)])
            elif (shown := str(value)).startswith("url(#"):
                part.set(key, f"url(#{names[shown[5:-1]]})")
