"""Judge what came back for one address: a good page, or which kind of bad one; pure.

Cheap marks are looked for first. Only a page that bears one is measured for its prose, since a
real article may speak of captchas, of cookies, or of the number 404.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bs4 import BeautifulSoup, Tag

from scrapers.addresses import host_of, is_front_page
from scrapers.answers import Answer, Purpose
from scrapers.kinds import decoded, plain, root_of

Outcome = Literal[
    "new",
    "unchanged",
    "not_modified",
    "gone",
    "forbidden",
    "robots",
    "challenge",
    "consent",
    "teaser",
    "soft_404",
    "too_large",
    "too_slow",
    "wrong_type",
    "unreadable",
    "unreachable",
]
GOOD: frozenset[Outcome] = frozenset({"new", "unchanged", "not_modified"})
PASSING = frozenset({"unreachable", "too_slow"})  # what may be otherwise tomorrow
NEXT_STEPS: dict[Outcome, str] = {
    "new": "Nothing to do.",
    "unchanged": "Nothing to do.",
    "not_modified": "Nothing to do.",
    "gone": "Look for the page's new address; an archived copy may be left (backfill wayback).",
    "forbidden": "Open the page in a browser; if it needs an account, take another source.",
    "robots": "The site's robots.txt forbids this address; ask the publisher, or drop the source.",
    "challenge": "The site wants to see a browser; ask for its feed, or drop the source.",
    "consent": "The site shows its consent wall first; look for a feed or another edition.",
    "teaser": "Only the beginning is free; look for the same story elsewhere.",
    "soft_404": "The site says 'not found' with a page that says OK; look for the new address.",
    "too_large": "The answer is longer than any page; see what the address leads to.",
    "too_slow": "The site did not finish in time; it is tried again on the next visit.",
    "wrong_type": "The address gives another kind of file; see what it leads to, then at the TOML.",
    "unreadable": "The answer is empty or cannot be read; open the address in a browser.",
    "unreachable": "The site is down or refuses for now; it is tried again on the next visit.",
}

LOOKED_AT = 100_000  # bytes in which marks are looked for: bad pages are short
LITTLE = 600  # bytes of prose; a challenge or an error page has less, an article has more
ENOUGH = 4000  # bytes of prose; the dialog of a consent wall has less
LONGEST_WALL = 1_000_000  # bytes; what is longer, and hardly holds a sentence, is no wall but odd
HARDLY_ANY = 200  # bytes of prose beside the dialog of a consent wall

# Each stands in a challenge itself. The scripts that guard all pages of a site bear other marks.
CHALLENGE = (
    b"_cf_chl_opt",
    b"cf-browser-verification",
    b"cf-challenge-running",
    b"captcha-delivery.com/captcha",
    b"captcha-delivery.com/c.js",
    b"px-captcha",
    b"_incapsula_resource?cwudnsai",
    b"incapsula incident id",
    b"sec-if-cpt-container",
    b"captcha-form",
    b"g-recaptcha",
    b"h-captcha",
    b"cf-turnstile",
    b"awswafcaptcha",
    b"awswafintegration",
    b"ddos-guard.net/check",
    b"unusual traffic from your computer network",
)
CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required!|pardon our interruption|are you a (?:ro)?bot|robot check|"
    r"security check(?:point)?|(?:human|browser) verification|checking your browser|ddos-guard|"
    r"(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human|[請请]稍[候等]|"
    r"安全[驗验][證证]|人[機机][驗验][證证]",
    re.IGNORECASE,
)
CONSENT_HOST = re.compile(r"(?:consent|guce|cmp|myprivacy)\..+|.+\.privacy-mgmt\.com")
CONSENT = (
    b"onetrust",
    b"sp_message",
    b"privacy-mgmt",
    b"qc-cmp",
    b"didomi",
    b"trustarc",
    b"consent",
)
CONSENT_PART = re.compile(r"onetrust|sp_message|qc-cmp|didomi|truste|cookie|consent|gdpr", re.I)
AGREE = re.compile(r"\b(?:accept|agree|consent|got it)\b|同意|接受", re.I)
NOT_FOUND = re.compile(
    r"(?:error )?404(?: error)?|(?:error )?(?:404 )?(?:(?:page|file|story|article) )?not found|"
    r"(?:sorry |oops )*(?:the |this |that )?(?:page|story|article|content)"
    r"(?: (?:that )?you(?:re| are| were|ve| have)? (?:requested|looking for))?"
    r" (?:(?:was |is |has been )?(?:not found|unavailable|removed|no longer available)"
    r"|(?:cannot|cant|could not|couldnt) be found|(?:doesnt|does not|no longer) exists?)|"
    r"(?:we )?(?:cant|cannot|couldnt|could not) find (?:that|the|this) page|"
    r"(?:404 ?)?(?:很?抱歉|[對对]不起)?(?:找不到|未找到|[無无]法找到|沒有找到|没有找到)"
    r"(?:[該该此您你要找的訪问問請请求瀏览覽]*)(?:[頁页]面?|[網网][頁页]|[內内]容|文章)?|"
    r"(?:404 ?)?(?:很?抱歉|[對对]不起)?[該该此您你所要找的訪访问問請请求瀏浏览覽]*"
    r"(?:[頁页]面|[網网][頁页]|[內内]容|文章)(?:不存在|已不存在|已被?[刪删移]除)",
)
SEPARATOR = re.compile(r"\s+[-–—·»:]\s+|:\s|[|｜_]")
SENTENCE = re.compile(r"[.!?;][\s\"”’]|[.!?]$|[。！？；]")
SILENT = re.compile("script|style|template|noscript|title")  # what a reader does not see
SIGNATURES = (
    *(b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"BZh", b"Rar!"),
    *(b"\xfd7zXZ", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"OggS", b"ID3", b"wOF"),
    *(b"\x28\xb5\x2f\xfd", b"SQLite format 3"),
)
GZIP = b"\x1f\x8b"
PAGE_TYPE = re.compile(r"text/(?:html|plain|xml)|application/(?:xhtml\+)?xml")
LINKS_TYPE = re.compile(
    r"text/.*|application/(?:[\w.-]+\+)?(?:xml|json)|"
    r"(?:application|binary)/(?:x-)?(?:gzip|octet-stream|ndjson|rss|atom|feed)"
)
NO_REPORT_TYPE = re.compile(r"(?:image|audio|video|font|model)/.*|.*(?:css|javascript)")


@dataclass(frozen=True)
class _Page:
    """Hold what is looked at more than once; prose is counted only for pages that bear a mark."""

    body: bytes
    media_type: str | None
    purpose: Purpose

    @cached_property
    def low(self) -> bytes:
        return self.body[:LOOKED_AT].lower()

    @cached_property
    def is_html(self) -> bool:
        return root_of(self.low[:20_000].decode("ascii", errors="ignore")) == "html"

    @cached_property
    def text(self) -> str:
        return decoded(self.body, self.media_type)

    @cached_property
    def prose(self) -> int:
        if self.purpose == "links" and self.body.count(b"<a ") >= 30:
            return ENOUGH  # a list of headlines has no sentences, and a bad page no such list
        return _prose(self.text, enough=ENOUGH)

    def bears(self, marks: Iterable[bytes]) -> bool:
        return any(mark in self.low for mark in marks)

    @cached_property
    def names(self) -> list[str]:
        """Give the parts of the title and of the first heading: a site's name stands apart."""
        found = []
        for tag in (b"title", b"h1"):
            begin = self.low.find(b"<" + tag)
            end = self.low.find(b"</" + tag, begin, begin + 1000)
            if 0 <= begin < end:
                name = plain(decoded(self.body[begin:end], self.media_type)) or ""
                found += [part.strip(" .!…？?") for part in SEPARATOR.split(name)]
        return found


def judge(answer: Answer, *, purpose: Purpose = "page") -> Outcome:
    """Say what an answer is worth: ``new`` for a good one, or what is wrong with it.

    Whether a good one is ``unchanged``, a ``teaser`` or ``unreadable`` shows only beside the last
    copy, or after reading.
    """
    if answer.failure is not None:
        return answer.failure
    status, body = answer.status, answer.body
    if status is None:
        return "unreachable"
    if status == 304:
        return "not_modified"
    if status in {404, 410}:
        return "gone"
    binary = body.startswith((*SIGNATURES, GZIP)) or _has_nuls(body)
    page = _Page(b"" if binary else body, answer.media_type, purpose)
    if _is_challenge(answer, page):
        return "challenge"
    if status in {408, 425, 429} or 300 <= status < 400 or status >= 500:
        return "unreachable"
    if status >= 400:
        return "forbidden"
    if _is_consent(answer, page):
        return "consent"
    if _is_front_instead(answer) or _says_not_found(page):
        return "soft_404"
    if not body.strip():
        return "unreadable"
    return "new" if _suits(answer, purpose, binary=binary) else "wrong_type"


def _has_nuls(body: bytes) -> bool:
    """Find the zeros of a binary file; UTF-16 has them too, but one every other byte."""
    start = body[:1024]
    return 0 < start.count(0) <= len(start) // 4 and not start.startswith(
        (b"\xff\xfe", b"\xfe\xff")
    )


def _is_challenge(answer: Answer, page: _Page) -> bool:
    if answer.header("cf-mitigated") == "challenge" or answer.header("x-amzn-waf-action"):
        return True
    if answer.status == 403 and page.bears([b"errors.edgesuite.net"]):  # Akamai's "Access Denied"
        return True
    if not page.bears(CHALLENGE) and not any(map(CHALLENGE_TITLE.fullmatch, page.names)):
        return False
    return answer.status != 200 or page.prose < LITTLE


def _is_consent(answer: Answer, page: _Page) -> bool:
    host = host_of(answer.final_url) or ""
    if host != host_of(answer.url) and CONSENT_HOST.fullmatch(host):
        return True
    if not page.is_html or not page.bears(CONSENT) or page.prose >= ENOUGH:
        return False
    if len(page.body) > LONGEST_WALL:
        return False
    soup = BeautifulSoup(page.text, "lxml")
    buttons = soup.find_all(["button", "input", "a"], limit=200)  # nested ones cost their square
    if not any(
        AGREE.search(f"{button.get_text()} {button.get('value', '')}") for button in buttons
    ):
        return False
    for part in soup.find_all(lambda tag: CONSENT_PART.search(_names_of(tag)) is not None):
        part.decompose()
    return _prose(str(soup), enough=HARDLY_ANY) < HARDLY_ANY


def _names_of(tag: Tag) -> str:
    names = tag.get("class")
    return "" if tag.name in {"html", "body"} else f"{tag.get('id', '')} {names}"


def _is_front_instead(answer: Answer) -> bool:
    return is_front_page(answer.final_url) and not is_front_page(answer.url)


def _says_not_found(page: _Page) -> bool:
    plainly = (re.sub(r"['’.,!?！，。]", "", name).lower() for name in page.names)
    return page.is_html and any(map(NOT_FOUND.fullmatch, plainly)) and page.prose < LITTLE


def _prose(html: str, *, enough: int) -> int:
    """Count the UTF-8 bytes of sentences, up to about ``enough``; menus and headlines are none."""
    html, size, at = html.lower(), 0, 0
    while size < enough and (at := html.find("<", at)) >= 0:
        end = html.find(">", at)
        silent = SILENT.match(html, at + 1)
        if silent:
            at = html.find(f"</{silent[0]}", at)
        else:
            at = html.find("<", end) if end > 0 else -1
            text = html[end + 1 : at if at > 0 else None]
            if len(text) > 24 and SENTENCE.search(text):
                size += len(" ".join(text.split()).encode())
        if at < 0:
            break
        at += bool(silent)
    return size


def _suits(answer: Answer, purpose: Purpose, *, binary: bool) -> bool:
    media = (answer.media_type or "").partition(";")[0].strip().lower()
    if purpose == "report":
        return not NO_REPORT_TYPE.fullmatch(media)
    if binary and (purpose == "page" or not answer.body.startswith(GZIP)):
        return False
    return not media or bool((PAGE_TYPE if purpose == "page" else LINKS_TYPE).fullmatch(media))
