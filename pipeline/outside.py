"""Tell which addresses a page or a file of ours may lead to: those of the web, and no others."""

import re
from urllib.parse import quote, urlsplit

SPELLED = "!#$%&'()*+,/:;=?@~"  # what RFC 3986 lets stand anywhere beside letters and digits
HALVES = re.compile("[\ud800-\udfff]")
REL = "noopener noreferrer nofollow"  # for every link that leads out


def web_address(text: str | None) -> str | None:
    """Give an address that may be linked to, in ASCII; None for everything but http and https.

    Addresses with a name or password before the host are refused: they show one host and lead to
    another. So are those with blanks or control signs at the front, which browsers drop.
    """
    if text is None or not re.match(r"https?://", text, re.IGNORECASE | re.ASCII):
        return None
    try:
        parts = urlsplit(text)
        sound = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # a port or a host that is none
        return None
    if not sound or "\\" in text:
        return None
    host, path = re.findall(r"\A(\w+://[^/?#]*)(.*)\Z", HALVES.sub("\ufffd", text), re.DOTALL)[0]
    return quote(host, safe=f"{SPELLED}[]") + quote(path, safe=SPELLED)
