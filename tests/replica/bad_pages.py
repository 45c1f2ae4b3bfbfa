"""Write pages that come whole and are not what they should be.

The marks of the challenge and consent pages are those by which such pages are known (names of
scripts, ids and headers of the services); their words are ours.
"""

import struct
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache

from replica import offers
from replica.offers import Entry
from replica.pages import Outlet, set_page
from replica.stories import chinese_stories, filler_stories
from replica.wire import Request, Wire
from replica.worlds import Reply, Served, validated

CHALLENGE = b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow"></head><body>
<div class="main-wrapper"><h1>Checking your browser</h1>
<noscript>Enable JavaScript and cookies to continue</noscript>
<form id="challenge-form" action="/cdn-cgi/challenge-platform/h/b?__cf_chl_f_tk=x"></form>
<script>window._cf_chl_opt = {cvId: '3', cType: 'managed'};</script>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>
</div></body></html>
"""
CAPTCHA = b"""<!DOCTYPE html><html><head><title>Human or not?</title></head><body>
<p>Press and hold the button to show that you are a human being.</p>
<div id="px-captcha"></div><script src="https://captcha.px-cdn.net/PXreplica/captcha.js"></script>
</body></html>
"""
CONSENT = b"""<!DOCTYPE html><html lang="en"><head><title>Your choice</title></head>
<body class="consent-page"><div id="onetrust-consent-sdk"><div id="sp_message_container_1">
<h2>We value your privacy</h2><p>We and our 842 partners store and read things on your device, such
as cookies. Choose before you go on to the article.</p>
<form method="post" class="consent-form" action="https://consent.replica.example/collect">
<button name="agree" value="agree">Accept all</button>
<button name="reject" value="reject">Reject all</button></form></div></div></body></html>
"""
TEASER = b"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>What the banks told their clients | Meridian Post</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "What the banks told their clients", "datePublished": "2020-07-09T08:00:00+08:00",
"isAccessibleForFree": false, "hasPart": {"@type": "WebPageElement",
"isAccessibleForFree": false, "cssSelector": ".paywall"}}</script></head>
<body><article><h1>What the banks told their clients</h1>
<p>In the first week of the new law the telephones at the private banks of Hong Kong did not stand
still, and what the advisers said to their clients was not always what stood in the letters.</p>
<p>One of them agreed to read his notes to us.</p>
<div class="paywall"><p>Subscribe to continue reading. Already a subscriber? Sign in.</p></div>
</article></body></html>
"""
SOFT_404 = b"""<!DOCTYPE html><html lang="en"><head><title>Page not found | Plateau Post</title>
</head><body><header><a href="/">Plateau Post</a></header><main><h1>404 - Page not found</h1>
<p>Sorry, the page that you are looking for does not exist or has moved.</p>
<form action="/search"><input name="q"></form></main></body></html>
"""
FUTURE = timedelta(days=400)


@cache
def article() -> Reply:
    """Give an article that is fine, for what misbehaves around it."""
    outlet = Outlet("Bad Weather Post", "http://bad-weather.localhost")
    return set_page(filler_stories(40, 1)[0], outlet)


def _chinese(language: str, encoding: str, label: str) -> Served:
    def put(_request: Request, _wire: Wire) -> Reply:
        outlet = Outlet("海旁報", "http://wrong-label.localhost", 2, encoding, label)
        return set_page(chinese_stories(language, 0)[0], outlet)

    return put


def _entries(request: Request) -> list[Entry]:
    return [
        Entry(f"http://{request.authority}{story.path}", story.title, story.published)
        for story in filler_stories(41, 6)
    ]


def broken_feed(request: Request, _wire: Wire) -> Reply:
    """Give a feed with a bare ampersand, an undeclared entity and an element left open."""
    whole = offers.rss_2("Bad Weather Post", f"http://{request.authority}/", _entries(request))
    broken = whole.replace(b"<item><title>", b"<item><title>Wind & rain&nbsp;", 1)
    return validated(broken.replace(b"</channel></rss>", b"</rss>"), "application/rss+xml")


def future_feed(request: Request, _wire: Wire) -> Reply:
    """Give a feed whose first half is of the past, and whose second half is of next year."""
    entries = _entries(request)
    # The day is today's and so are the bytes: between two nights of one day nothing changes.
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    late = [Entry(entry.url, entry.title, today + FUTURE) for entry in entries[3:]]
    body = offers.rss_2("Bad Weather Post", f"http://{request.authority}/", entries[:3] + late)
    return validated(body, "application/rss+xml")


def huge_sitemap(request: Request, _wire: Wire) -> Reply:
    """Give a sitemap of 50,000 pages, the most that the protocol allows."""
    first = datetime(2020, 1, 1, tzinfo=UTC)
    entries = [
        Entry(f"http://{request.authority}/archive/{number}", "", first + timedelta(hours=number))
        for number in range(50_000)
    ]
    return validated(offers.sitemap(entries), "application/xml")


def wrong_type(_request: Request, _wire: Wire) -> Reply:
    """Give a picture of 64 by 64 grey dots and call it a page."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    head = struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)
    dots = zlib.compress(b"".join(b"\0" + bytes(range(64)) for _ in range(64)))
    signature = b"\x89PNG\r\n\x1a\n"
    return Reply(signature + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b""))


BAD_PAGES: dict[str, Served] = {
    "challenge_403": Reply(
        CHALLENGE, status=403, headers=(("Server", "cloudflare"), ("cf-mitigated", "challenge"))
    ),
    "challenge_200": Reply(CAPTCHA),
    "consent": Reply(CONSENT),
    "teaser": validated(TEASER),
    "soft_404": Reply(SOFT_404),
    "big5_wrong_label": _chinese("zh-HK", "big5hkscs", "iso-8859-1"),
    "gbk_wrong_label": _chinese("zh-CN", "gbk", "utf-8"),
    "wrong_type": wrong_type,
    "broken_feed": broken_feed,
    "future_feed": future_feed,
    "huge_sitemap": huge_sitemap,
    "html_instead_of_feed": Reply(offers.river("Plateau Post", [])),
}
