"""A bad page is told by what it is, and a real article about bad pages is a good page."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.answers import Answer
from scrapers.judging import GOOD, NEXT_STEPS, Outcome, judge

HTML = "text/html; charset=utf-8"
STORY = "https://www.example.com/news/2020/07/story"
PARAGRAPH = "<p>The law took effect on Tuesday, and the firm said that it had paused requests.</p>"
ABSATZ = "<p>公司表示，自國安法生效以來，已暫停處理港府索取用戶資料的要求。</p>"


def page(title, body="", *, heading=None, head=""):
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        f"<nav>{'<a href=/news>News and more</a>' * 20}</nav>"
        f"<h1>{heading or title}</h1>{body}</body></html>"
    )


def answer(
    body="", *, status=200, media=HTML, final=None, url=STORY, headers=(), failure=None
) -> Answer:
    typed = (("Content-Type", media),) if media else ()
    return Answer(
        url=url,
        final_url=final or url,
        asked_at="2026-11-24T01:02:03Z",
        status=status,
        headers=(*typed, *headers),
        body=body.encode() if isinstance(body, str) else body,
        elapsed_ms=5,
        failure=failure,
    )


ARTICLE = page("Firm pauses requests - Example News", PARAGRAPH * 12)


def test_every_outcome_has_a_next_step():
    assert set(NEXT_STEPS) == set(get_args(Outcome))
    assert set(get_args(Outcome)) >= GOOD
    assert [step for step in NEXT_STEPS.values() if not step.endswith(".")] == []


@pytest.mark.parametrize("failure", ["robots", "unreachable", "too_slow", "too_large"])
def test_a_failure_of_the_fetcher_is_the_outcome(failure):
    assert judge(answer(ARTICLE, failure=failure, status=None)) == failure


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, "new"),
        (304, "not_modified"),
        (404, "gone"),
        (410, "gone"),
        (401, "forbidden"),
        (402, "forbidden"),
        (403, "forbidden"),
        (405, "forbidden"),
        (451, "forbidden"),
        (300, "unreachable"),
        (429, "unreachable"),
        (500, "unreachable"),
        (503, "unreachable"),
        (None, "unreachable"),
    ],
)
def test_a_status_has_its_outcome(status, expected):
    assert judge(answer(ARTICLE, status=status)) == expected


CLOUDFLARE = page(
    "Just a moment...",
    "<noscript>Enable JavaScript and cookies to continue</noscript>"
    "<script>(function(){window._cf_chl_opt = {cvId: '3', cType: 'managed'};}());</script>",
)
INCAPSULA = (
    '<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head><body><iframe '
    'src="/_Incapsula_Resource?CWUDNSAI=27&xinfo=1">Request unsuccessful. '
    "Incapsula incident ID: 1-2</iframe></body></html>"
)
AKAMAI = (
    "<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have "
    'permission to access "http://www.example.com/" on this server.<P>Reference #18.1'
    "<P>https://errors.edgesuite.net/18.1</BODY></HTML>"
)
PERIMETERX = page("Example", '<div id="px-captcha"></div>Please confirm that you are no robot.')
DATADOME = '{"url":"https://geo.captcha-delivery.com/captcha/?initialCid=1"}'
TURNSTILE = page("example.com", '<form><div class="cf-turnstile" data-sitekey="x"></div></form>')
ROBOT = page("Example - Are you a robot?", "<p>To go on, click the box below.</p>")
CHINESE = page("请稍候…", "<p>正在检查您的浏览器。</p>")


@pytest.mark.parametrize("status", [200, 403, 429, 503])
@pytest.mark.parametrize(
    "body", [CLOUDFLARE, INCAPSULA, PERIMETERX, DATADOME, TURNSTILE, ROBOT, CHINESE]
)
def test_a_challenge_is_told_with_any_status(body, status):
    assert judge(answer(body, status=status)) == "challenge"


def test_a_challenge_is_told_by_its_headers_and_by_akamai_s_error_page():
    assert judge(answer("x", status=403, headers=[("CF-Mitigated", "challenge")])) == "challenge"
    assert judge(answer("", status=202, headers=[("x-amzn-waf-action", "captcha")])) == "challenge"
    assert judge(answer(AKAMAI, status=403)) == "challenge"


def test_a_plain_refusal_is_no_challenge():
    nginx = "<html><head><title>403 Forbidden</title></head><body>nginx</body></html>"

    assert judge(answer(nginx, status=403)) == "forbidden"


@pytest.mark.parametrize(
    "body",
    [
        page("Just a moment... how captchas ate the web", PARAGRAPH * 12),
        page("Are you a robot?", PARAGRAPH * 12),
        page("Robot check", ABSATZ * 12),
        page("How px-captcha and g-recaptcha track you", PARAGRAPH * 12),
        page("Contact", PARAGRAPH * 10 + '<form><div class="g-recaptcha"></div></form>'),
        page(
            "Firm leaves",
            PARAGRAPH * 12,
            head="<script src=/cdn-cgi/challenge-platform/x.js></script>",
        ),
    ],
)
def test_a_page_about_or_beside_a_captcha_is_good(body):
    assert judge(answer(body)) == "new"


BANNER = (
    '<div id="onetrust-banner-sdk"><h2>We value your privacy</h2>'
    f"<p>{'We and our partners store cookies on your device to show you what you like. ' * 12}</p>"
    "<button>Accept all</button><button>Reject</button></div>"
)
WALLS = [
    page("Example News", BANNER),
    page("Example", f'<div class="sp_message_container">{BANNER}</div>', head="<script></script>"),
    page(
        "同意",
        '<div class="consent-box"><p>我們使用小型文字檔案。請同意。</p><button>同意</button></div>',
    ),
]


@pytest.mark.parametrize("body", WALLS)
def test_a_consent_wall_without_an_article_is_told(body):
    assert judge(answer(body)) == "consent"


@pytest.mark.parametrize(
    "final",
    [
        "https://consent.yahoo.com/v2/collectConsent?sessionId=1",
        "https://consent.google.com/m?continue=https://www.example.com/",
        "https://guce.example.com/consent?brandType=nonEu",
        "https://cdn.privacy-mgmt.com/index.html",
    ],
)
def test_a_redirect_to_a_consent_host_is_a_consent_wall(final):
    assert judge(answer(page("Before you continue"), final=final)) == "consent"


@pytest.mark.parametrize(
    "body",
    [
        page("Firm pauses requests", PARAGRAPH * 12 + BANNER),
        page("A short notice", PARAGRAPH * 4 + BANNER),
        page("公告", ABSATZ * 3 + BANNER),
        page("Cookies and consent: what the law says", PARAGRAPH * 12),
        page("Short", PARAGRAPH, head="<script>loadOneTrust('consent')</script>"),
    ],
)
def test_an_article_with_a_consent_banner_is_good(body):
    assert judge(answer(body)) == "new"


def test_a_list_of_headlines_beside_a_banner_and_a_form_is_good():
    headlines = "<li><a href=/news/1>Firm pauses requests</a></li>" * 40
    body = page("Latest", headlines + BANNER + '<div class="g-recaptcha"></div>')

    assert judge(answer(body), purpose="links") == "new"
    assert judge(answer(WALLS[0]), purpose="links") == "consent"
    assert judge(answer(CLOUDFLARE), purpose="links") == "challenge"


def test_a_consent_page_that_was_asked_for_is_good():
    own = "https://consent.example.com/policy"

    assert judge(answer(ARTICLE, url=own)) == "new"


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "404 Not Found",
        "Page not found - Example News",
        "Page Not Found | Example",
        "Error 404: Page not found",
        "Example News: Sorry, the page you were looking for doesn't exist.",
        "Oops! This page can't be found",
        "We can’t find that page",
        "This story is no longer available",
        "找不到網頁 - 例報",
        "404 找不到頁面",
        "抱歉，您訪問的頁面不存在",
        "对不起，您要找的内容不存在",
        "例報｜文章已被刪除",
    ],
)
def test_a_page_that_says_not_found_is_a_soft_404(title):
    body = page(title, "<p>Try the search, or go back to the front page.</p>")

    assert judge(answer(body)) == "soft_404"


def test_a_soft_404_is_told_by_its_heading_and_in_big5():
    heading = page("Example News", "<p>Sorry.</p>", heading="Page not found")
    big5 = page("找不到網頁", "<p>對不起。</p>").encode("big5")

    assert judge(answer(heading)) == "soft_404"
    assert judge(answer(big5, media="text/html; charset=big5")) == "soft_404"
    assert judge(answer(big5, media="text/html")) == "soft_404"


@pytest.mark.parametrize(
    "body",
    [
        page("404: how a number became a joke", PARAGRAPH * 12),
        page("404 Media sues over records", PARAGRAPH * 2),
        page("Page not found: why firms delete their pledges", PARAGRAPH * 12),
        page("Suspect not found, police say", PARAGRAPH * 2),
        page("警方：涉案網頁已被移除", ABSATZ * 2),
        page("找不到網頁？網民稱網站被封", ABSATZ * 8),
    ],
)
def test_an_article_about_what_is_not_found_is_good(body):
    assert judge(answer(body)) == "new"


@pytest.mark.parametrize("path", ["", "/", "/en/", "/zh-hant", "/index.html"])
def test_an_article_that_leads_to_the_front_page_is_gone_softly(path):
    assert judge(answer(ARTICLE, final=f"https://www.example.com{path}")) == "soft_404"


def test_a_front_page_that_leads_to_another_language_is_good():
    front = answer(ARTICLE, url="https://www.example.com/", final="https://www.example.com/en/")

    assert judge(front) == "new"


@pytest.mark.parametrize("body", [b"", b" \r\n "])
def test_an_empty_answer_is_unreadable(body):
    assert judge(answer(body)) == "unreadable"


TEXTS = [HTML, "application/xhtml+xml", "text/plain", None]
LISTS = ["application/rss+xml", "text/xml", "application/feed+json", "application/json"]
DOWNLOADS = ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
FILMS = ["image/png", "video/mp4", "font/woff2", "text/css", "application/javascript"]


@pytest.mark.parametrize(
    ("purpose", "media", "expected"),
    [
        *[("page", media, "new") for media in TEXTS],
        *[("page", media, "wrong_type") for media in ["application/json", *DOWNLOADS, *FILMS]],
        *[("links", media, "new") for media in [*TEXTS, *LISTS, "application/x-gzip"]],
        *[("links", media, "wrong_type") for media in ["application/pdf", "image/png"]],
        *[("report", media, "new") for media in [*TEXTS, *DOWNLOADS, "application/octet-stream"]],
        *[("report", media, "wrong_type") for media in FILMS],
    ],
)
def test_each_purpose_takes_its_own_types(purpose, media, expected):
    assert judge(answer(ARTICLE, media=media), purpose=purpose) == expected


BINARIES = [
    b"%PDF-1.7 ...",
    b"PK\x03\x04....",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff\xe0",
    b"a\0b c d e f g",
]


@pytest.mark.parametrize("body", BINARIES)
def test_a_binary_file_under_the_name_of_a_page_is_of_the_wrong_type(body):
    assert judge(answer(body)) == "wrong_type"
    assert judge(answer(body, media="application/xml"), purpose="links") == "wrong_type"
    assert judge(answer(body, media="application/zip"), purpose="report") == "new"


def test_gzip_is_good_as_a_sitemap_and_bad_as_a_page():
    body = b"\x1f\x8b\x08\0\0\0\0\0"

    assert judge(answer(body, media="application/octet-stream"), purpose="links") == "new"
    assert judge(answer(body)) == "wrong_type"


def test_a_page_in_utf_16_is_no_binary_file():
    assert judge(answer(ARTICLE.encode("utf-16"))) == "new"
    assert judge(answer(ARTICLE.encode("utf-16-le"))) == "new"


def test_a_feed_that_speaks_of_consent_is_good():
    feed = "<rss><channel><title>404</title><item><title>On consent</title></item></channel></rss>"

    assert judge(answer(feed, media="application/rss+xml"), purpose="links") == "new"


@given(
    st.binary() | st.text().map(lambda text: page(text, text).encode()),
    st.sampled_from(["page", "links"]),
)
def test_any_answer_has_an_outcome(body, purpose):
    assert judge(answer(body), purpose=purpose) in get_args(Outcome)
