"""Bring web addresses into one form, so that one article has one address."""

import re
from urllib.parse import SplitResult, parse_qs, quote, urljoin, urlsplit, urlunsplit

from courlan import extract_domain

# Only names that no site uses to tell pages apart. courlan's clean_url drops more (cid, ref,
# source, every parameter without "="), and with it what some newsrooms number their articles by.
TRACKING = re.compile(
    r"(?:utm|at|hsa|mtm|matomo|pk|piwik|guce|oly|vero|ns|amp|cx)_\w+|_(?:ga|gl|hsenc|hsmi|openstat)|"
    r"(?:fb|g|d|y|ms|tw|tt|li_fat_|sccl|wick|irc)clid|gclsrc|msclkid|gbraid|wbraid|igshid?|"
    r"mc_[ce]id|mkt_tok|guccounter|soc_(?:src|trk)|ref_(?:src|url)|__twitter_impression|"
    r"cmp|cmpid|ocid|ncid|smid|smtyp|srnd|sref|leadsource|reflink|xtor|wt_mc|s_cid|usqp|amp",
    re.IGNORECASE,
)
AMP_PAIRS = frozenset({"outputtype=amp", "output=amp", "type=amp", "view=amp"})
AMP_END = re.compile(r"(?<=[^/.])(?:(?:[/.]amp)+(/?)|(?:\.amp)+(\.html?))$", re.IGNORECASE)
AMP_CACHE = re.compile(r"(?:/amp|/[cv]|/wp)(/s)?/([\w-]+\.[^/]+.*)", re.DOTALL)
GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|co)?\.?[a-z]{0,3}")
DOUBLE = re.compile(r"(?:^|(?<=\.))(?:m|mobile|amp)\.")
FRONT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:index|default|home)(?:\.\w+)?/?)?")
ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
LONGEST = 2000  # beyond lie session dumps and traps; sitemaps allow 2,048


def canonical(url: str) -> str | None:
    """Give the one form of a web address, or None for what is none that we would ask.

    Fragments, tracking parameters, default ports, doubled slashes, and the marks of AMP and mobile
    copies go; host and escapes get one spelling. What may tell two articles apart stays: all other
    parameters in their order, the slash at the end, ``www``. Addresses with a password are none.
    """
    address: str | None = url
    try:
        for _ in range(4):  # a copy of a copy of a copy is a trap
            parts = _parts(address) if address else None
            if parts is None:
                return None
            address = _original(parts)
            if address is None:
                return _rebuilt(parts)
    except ValueError:  # brackets in the wrong place, half a character
        return None
    return None


def host_of(url: str) -> str | None:
    """Give the host of a web address in lower case, without its port."""
    parts = _parts(url)
    return parts.hostname if parts else None


def same_site(one: str, other: str) -> bool:
    """Say whether two addresses belong to one registered domain, or else to one host."""
    site = _site(one)
    return site is not None and site == _site(other)


def is_front_page(url: str) -> bool:
    """Say whether an address is a site's front page, be it that of one language."""
    parts = _parts(url)
    return parts is not None and not parts.query and bool(FRONT.fullmatch(parts.path.lower()))


def declared_canonical(asked: str, declared: str | None) -> str:
    """Give the address under which a page is known: what it declares, if that can be believed.

    A page that names another site or the front page as its address is mistaken: templates do so.
    """
    own = canonical(asked) or asked
    if not declared:
        return own
    try:
        other = canonical(urljoin(asked, declared.strip()))
    except ValueError:
        return own
    if other is None or not same_site(own, other) or is_front_page(other):
        return own
    return other


def _parts(url: str) -> SplitResult | None:
    url = re.sub(r"&(?:amp;)+", "&", re.sub(r"[\t\r\n]", "", url).strip())
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return None
    sound = re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*", host)
    if parts.scheme not in {"http", "https"} or not sound or "@" in parts.netloc:
        return None
    if len(url) > LONGEST or "\\" in parts.netloc:
        return None
    usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    host = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=host if usual else f"{host}:{port}", fragment="")


def _original(parts: SplitResult) -> str | None:
    """Give the address that a copy in an AMP cache or a redirect of Google stands for."""
    host = parts.netloc
    cached = host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org"
    google = GOOGLE.fullmatch(host)
    if google and parts.path == "/url":
        asked = parse_qs(parts.query)
        return next((asked[key][0] for key in ("url", "q") if key in asked), None)
    if (cached or google) and (match := AMP_CACHE.fullmatch(parts.path)):
        scheme = "https" if match[1] else "http"
        return urlunsplit((scheme, *urlsplit(f"//{match[2]}")[1:3], parts.query, ""))
    return None


def _rebuilt(parts: SplitResult) -> str:
    path = urljoin("/", re.sub(r"/{2,}", "/", parts.path)) or "/"
    while (shorter := AMP_END.sub(r"\1\2", path)) != path:
        path = shorter
    path = _escaped(path, safe="/%:@!$&'()*+,;=~-._")
    pairs = [pair for pair in parts.query.split("&") if not _is_tracking(pair)]
    query = _escaped("&".join(pairs), safe="/?%:@!$&'()*+,;=~-._[]|")
    return urlunsplit((parts.scheme, _main_host(parts.netloc), path, query, ""))


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0]
    return not pair or pair.lower() in AMP_PAIRS or bool(TRACKING.fullmatch(name))


def _escaped(text: str, *, safe: str) -> str:
    return ESCAPE.sub(lambda escape: escape[0].upper(), quote(text, safe=safe))


def _main_host(netloc: str) -> str:
    """Turn the host of mobile or AMP pages into that of the site itself."""
    host, colon, port = netloc.partition(":")
    domain = _domain(host) if DOUBLE.search(host) else None
    if domain is None or not host.endswith(f".{domain}"):
        return netloc
    before = host.removesuffix(domain)  # amp.dev is a site, not a copy of one
    bare = DOUBLE.sub("", before)
    if bare == before:
        return netloc
    return f"{bare or 'www.'}{domain}{colon}{port}"  # what has a host for phones mostly has a www


def _site(url: str) -> str | None:
    host = host_of(url)
    return host and (_domain(host) or host)


def _domain(host: str) -> str | None:
    found: str | None = extract_domain(f"https://{host}/")
    return found
