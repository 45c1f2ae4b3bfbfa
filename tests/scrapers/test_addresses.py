"""One article has one address, and two articles never share one."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scrapers.addresses import (
    canonical,
    declared_canonical,
    host_of,
    is_front_page,
    same_site,
)

ARTICLE = "https://www.example.com/news/law-takes-effect"
COPIES = [
    f"{ARTICLE}#comments",
    f"  {ARTICLE}\n",
    "HTTPS://WWW.Example.COM:443/news/law-takes-effect",
    "https://www.example.com./news/law-takes-effect",
    "https://www.example.com//news///law-takes-effect",
    "https://www.example.com/news/old/../law-takes-effect",
    f"{ARTICLE}?",
    f"{ARTICLE}?utm_source=rss&utm_medium=feed&UTM_Campaign=x",
    f"{ARTICLE}?fbclid=abc&gclid=def&msclkid=1&mc_cid=2&_ga=3",
    f"{ARTICLE}?at_medium=RSS&at_campaign=KARANGA",
    f"{ARTICLE}?guccounter=1&guce_referrer=abc&ncid=txtlnk",
    f"{ARTICLE}?CMP=Share_iOSApp&ocid=msn",
    f"{ARTICLE}?amp=1",
    f"{ARTICLE}?amp",
    f"{ARTICLE}?outputType=amp",
    f"{ARTICLE}/amp",
    f"{ARTICLE}.amp",
    "https://m.example.com/news/law-takes-effect",
    "https://mobile.example.com/news/law-takes-effect",
    "https://amp.example.com/news/law-takes-effect",
    "https://www.google.com/amp/s/www.example.com/news/law-takes-effect",
    "https://www.google.com.hk/amp/s/amp.example.com/news/law-takes-effect",
    "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/law-takes-effect/amp",
    "https://www-example-com.cdn.ampproject.org/v/s/www.example.com/news/law-takes-effect?amp_js_v=0.1",
    "https://www.google.com/url?rct=j&sa=t&url=https://www.example.com/news/law-takes-effect&ct=ga",
]


@pytest.mark.parametrize("copy", COPIES)
def test_copies_of_an_article_have_its_address(copy):
    assert canonical(copy) == ARTICLE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a/", "https://example.com/a/"),
        ("https://example.com/a/amp/", "https://example.com/a/"),
        ("https://example.com/a.amp.html", "https://example.com/a.html"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com/?p=123&utm_source=x", "https://example.com/?p=123"),
        ("https://example.com/a?story=1&amp;id=2", "https://example.com/a?story=1&id=2"),
        ("https://example.com/a?3092244", "https://example.com/a?3092244"),
        ("https://example.com/a?id=", "https://example.com/a?id="),
        (
            "https://example.com/a?cid=5&ref=6&source=7",
            "https://example.com/a?cid=5&ref=6&source=7",
        ),
        ("https://en.m.wikipedia.org/wiki/X", "https://en.wikipedia.org/wiki/X"),
        ("https://hk.mobile.example.com:8443/x", "https://hk.example.com:8443/x"),
        ("https://example.hk/國安法", "https://example.hk/%E5%9C%8B%E5%AE%89%E6%B3%95"),
        ("https://example.hk/%e5%9c%8b", "https://example.hk/%E5%9C%8B"),
        ("https://example.com/a b?q=c d", "https://example.com/a%20b?q=c%20d"),
        ("https://例子.hk/", "https://xn--fsqu00a.hk/"),
        ("http://127.0.0.3:8010/feed", "http://127.0.0.3:8010/feed"),
        ("http://[::1]:8010/feed", "http://[::1]:8010/feed"),
    ],
)
def test_what_tells_pages_apart_stays(url, expected):
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "site", ["https://amp.dev/guide", "https://m.uk.com/", "https://www.amp.dev/", "https://m.co/"]
)
def test_a_site_with_the_name_of_a_copy_is_no_copy(site):
    assert canonical(site) == site


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:void(0)",
        "mailto:desk@example.com",
        "data:text/html,hello",
        "ftp://example.com/a",
        "file:///etc/hosts",
        "//example.com/a",
        "/relative",
        "https://",
        "https:///a",
        "https://name:word@example.com/",
        "https://example.com\\@elsewhere.com/",
        "https://example.com:port/",
        "https://example.com:99999/",
        "https://[broken/",
        "https://exa mple.com/",
        f"https://example.com/{'a' * 3000}",
        "https://www.google.com/url?q=javascript:alert(1)",
    ],
)
def test_what_is_no_web_address_has_none(text):
    assert canonical(text) is None


addresses = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.lists(st.sampled_from(["m", "amp", "www", "mobile", "example", "hk", "a-b"]), min_size=1)
    .map(".".join)
    .map("{}.com".format),
    st.lists(st.sampled_from(["/", "amp", "a", "..", ".", ".amp", ".html", "國", "%e5", ":", "%"]))
    .map("".join)
    .map("/{}".format),
    st.lists(
        st.sampled_from(["?", "&", "id=1", "amp", "utm_x=1", "=", "中", "p", "amp;", "%2f"])
    ).map("".join),
    st.sampled_from(["", "#x"]),
)


@given(addresses | st.text().map("https://example.com/{}".format))
@example("https://m.m.example.com/amp/amp/amp/")
@example("https://example.com/a.amp/amp.amp")
@example("https://example.com/..amp")
@example("https://example.com/?a=1&amp;amp;b=2")
def test_a_canonical_address_is_its_own(url):
    once = canonical(url)

    assert once is None or canonical(once) == once


@given(st.lists(st.tuples(st.from_regex(r"(id|p|story|newsid|a)\d?", fullmatch=True), st.text())))
def test_no_parameter_of_an_article_is_lost(pairs):
    query = "&".join(f"{name}={value.encode().hex()}" for name, value in pairs)

    kept = canonical(f"https://example.com/show?{query}")

    assert parse_qsl(urlsplit(kept).query, keep_blank_values=True) == [
        (name, value.encode().hex()) for name, value in pairs
    ]


def test_the_host_is_told_without_port_and_case():
    assert host_of("https://News.Example.com:8443/a") == "news.example.com"
    assert host_of("mailto:desk@example.com") is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://www.example.com/", "https://news.example.com/a", True),
        ("https://www.example.co.uk/", "https://www.other.co.uk/", False),
        ("https://a.gov.hk/", "https://b.gov.hk/", False),
        ("http://127.0.0.2:8000/", "http://127.0.0.2:8001/a", True),
        ("http://127.0.0.2:8000/", "http://127.0.0.3:8000/", False),
        ("http://desk.test/", "http://desk.test/a", True),
        ("mailto:a@b.c", "mailto:a@b.c", False),
    ],
)
def test_one_registered_domain_is_one_site(one, other, expected):
    assert same_site(one, other) is expected


@pytest.mark.parametrize(
    "path", ["", "/", "/en/", "/zh-hant", "/en-us/", "/index.html", "/en/home"]
)
def test_a_front_page_is_told_in_any_language(path):
    assert is_front_page(f"https://example.com{path}")


@pytest.mark.parametrize(
    "path", ["/news/", "/?p=12", "/faq", "/index.php?id=2", "/home-office-says"]
)
def test_other_pages_are_no_front_page(path):
    assert not is_front_page(f"https://example.com{path}")


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (None, "https://www.example.com/amp-story/"),
        ("", "https://www.example.com/amp-story/"),
        ("https://www.example.com/2020/07/story/", "https://www.example.com/2020/07/story/"),
        ("/2020/07/story/?utm_source=x", "https://www.example.com/2020/07/story/"),
        ("https://news.example.com/story", "https://news.example.com/story"),
        ("https://www.example.com/", "https://www.example.com/amp-story/"),
        ("https://www.example.com/en/", "https://www.example.com/amp-story/"),
        ("https://elsewhere.com/story", "https://www.example.com/amp-story/"),
        ("http://[broken", "https://www.example.com/amp-story/"),
        ("javascript:void(0)", "https://www.example.com/amp-story/"),
    ],
)
def test_a_declared_address_counts_when_it_can_be_believed(declared, expected):
    assert declared_canonical("https://www.example.com/amp-story/amp/", declared) == expected
