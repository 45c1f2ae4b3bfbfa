"""Set articles as the pages of three kinds of newsrooms, with the furniture around them."""

import json
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from string import Template

from replica.stories import Story, utc
from replica.worlds import Reply, validated

SECTIONS = ("City", "Business", "Tech", "Courts", "Opinion", "Weekend", "Obituaries", "Weather")

BROADSHEET = Template("""<!DOCTYPE html>
<html lang="$lang"><head><meta charset="$label"><title>$title | $publisher</title>
<link rel="canonical" href="$url"><link rel="amphtml" href="$url/amp">
<meta property="og:type" content="article"><meta property="og:site_name" content="$publisher">
<script type="application/ld+json">$linked</script>
<style>body{font:17px Georgia}.masthead{text-align:center}</style></head>
<body><a class="skip" href="#main">Skip to content</a>
<header class="masthead"><a href="/" class="logo">$publisher</a><nav>$nav</nav></header>
<main id="main"><article><h1>$title</h1>
<div class="byline">By <a rel="author" href="/authors">$author</a></div>
<div class="share"><a href="/share/fb">Share on Facebook</a> <a href="/share/mail">Email</a></div>
<div class="story-body" itemprop="articleBody">
$body
</div></article>
<aside><h3>Most read</h3><ul>$most_read</ul></aside></main>
<footer><p>&copy; $publisher. All rights reserved.</p>
<p><a href="/privacy">Privacy</a> <a href="/terms">Terms</a></p></footer></body></html>
""")

BLOG = Template("""<!DOCTYPE html>
<html lang="$lang"><head><meta charset="$label"><title>$title &#8211; $publisher</title>
<link rel="canonical" href="$url"><meta name="author" content="$author">
<meta property="og:title" content="$title"><meta property="og:site_name" content="$publisher">
<meta property="article:published_time" content="$published"></head>
<body class="single-post"><div id="page"><div class="menu">$nav</div>
<div class="post"><h1 class="entry-title">$title</h1>
<div class="entry-meta">Posted on <time class="entry-date" datetime="$published">$day</time>
by $author</div><div class="entry-content">
$body
</div><div class="newsletter">Our letter comes on Fridays. <a href="/letter">Sign up</a></div></div>
<div class="sidebar"><h4>Recent posts</h4><ul>$most_read</ul></div>
<div class="site-footer">$publisher runs on tea. <a href="/imprint">Imprint</a></div></div></body>
</html>
""")

PLAIN = Template("""<html lang="$lang"><head>
<meta http-equiv="Content-Type" content="text/html; charset=$label">
<title>$publisher: $title</title><link rel="canonical" href="$url"></head>
<body><div id="top"><b>$publisher</b> $nav</div>
<div id="content"><h2>$title</h2>
<p class="date"><time datetime="$published">$day</time> $author</p>
$body
</div><div id="box"><b>$publisher</b><ul>$most_read</ul></div>
<div id="bottom"><small>$publisher</small></div></body></html>
""")

DESIGNS = (BROADSHEET, BLOG, PLAIN)


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who prints a page, and how: design, encoding of the bytes, and what they are called."""

    publisher: str
    origin: str
    design: int = 0
    encoding: str = "utf-8"
    label: str = "utf-8"


def set_page(story: Story, outlet: Outlet, *, validators: bool = True) -> Reply:
    """Set an article as a page; its modification date is its publication."""
    url = outlet.origin + story.path
    paragraphs = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in story.paragraphs)
    text = DESIGNS[outlet.design].substitute(
        lang=story.language,
        label=outlet.label,
        title=escape(story.title),
        publisher=escape(outlet.publisher),
        url=url,
        author=escape(story.author),
        published=story.published.isoformat(),
        day=f"{story.published:%d %B %Y}".lstrip("0"),
        linked=_linked(story, outlet, url),
        nav=" ".join(f'<a href="/{name.lower()}">{name}</a>' for name in SECTIONS),
        most_read="".join(
            f'<li><a href="/top/{n}">Reader favourite {n}</a></li>' for n in range(5)
        ),
        body=paragraphs,
    )
    media_type = f"text/html; charset={outlet.label}"
    body = text.encode(outlet.encoding, "xmlcharrefreplace")
    if not validators:
        return Reply(body, media_type=media_type)
    return validated(body, media_type, modified=format_datetime(utc(story.published), usegmt=True))


def _linked(story: Story, outlet: Outlet, url: str) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "mainEntityOfPage": url,
            "datePublished": story.published.isoformat(),
            "author": {"@type": "Person", "name": story.author},
            "publisher": {"@type": "NewsMediaOrganization", "name": outlet.publisher},
        }
    )
