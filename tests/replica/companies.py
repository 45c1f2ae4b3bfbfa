"""Let companies speak: statement pages that change between visits, and report downloads.

The texts are ours and retell what the companies are publicly known to have said; the dates
of change and most figures are made up.
"""

from html import escape
from typing import Any

from replica.worlds import Reply, Served, World, validated

# Per company: its name, whether its server sends validators, and the page on each night; a night
# without an entry shows the page of the one before, None is a page taken down.
STATEMENTS: dict[str, tuple[str, bool, tuple[tuple[str, ...] | None, ...]]] = {
    "zoom": (
        "Zoom",
        True,
        (
            (
                "July 7, 2020",
                "We have paused processing data requests from and related to Hong Kong SAR.",
                "We are watching the situation there, including any guidance from the United "
                "States government.",
            ),
            (
                "August 20, 2020",
                "We have paused processing data requests from and related to Hong Kong SAR.",
                "A report on the requests of all governments will be published later this year.",
            ),
        ),
    ),
    "telegram": (
        "Telegram",
        True,
        (
            (
                "July 5, 2020",
                "Telegram has never shared any data of its users with the Hong Kong authorities.",
                "We will not process any data requests related to our Hong Kong users until an "
                "international consensus is reached on the political changes in the city.",
            ),
        ),
    ),
    "proton": (
        "Proton",
        True,
        (
            (
                "July 6, 2020",
                "We will not comply with requests from Hong Kong authorities; Swiss law forbids "
                "us to hand data to foreign governments directly.",
                "Our servers in Hong Kong remain online for now.",
            ),
            (
                "July 30, 2020",
                "We will not comply with requests from Hong Kong authorities; Swiss law forbids "
                "us to hand data to foreign governments directly.",
            ),
        ),
    ),
    "tunnelbear": (
        "TunnelBear",
        False,
        (
            (
                "July 16, 2020",
                "TunnelBear has removed its servers from Hong Kong.",
                "People who connect from the city can choose any of our other countries.",
            ),
            (
                "July 16, 2020",
                "TunnelBear has removed its servers from Hong Kong.",
                "People who connect from the city can choose any of our other countries.",
            ),
            None,
        ),
    ),
    "signal": (
        "Signal",
        True,
        (
            (
                "July 7, 2020",
                "We never started turning over user data to the Hong Kong police. And we do not "
                "have user data to turn over.",
            ),
        ),
    ),
}

GOOGLE_HEAD = (
    "Period Ending,Country/Region,CLDR Territory Code,Legal Process,User Data Requests,"
    "Percentage disclosed,Accounts\n"
)
GOOGLE_ROWS = (
    "2020-06-30,Hong Kong,HK,Other Legal Requests,46,35,61\n"
    "2020-06-30,Macao,MO,Other Legal Requests,1,0,1\n"
    "2020-12-31,Hong Kong,HK,Other Legal Requests,43,7,50\n"
    "2020-12-31,Hong Kong,HK,Preservation Requests,4,,5\n"
)
GOOGLE_LATER = "2021-06-30,Hong Kong,HK,Other Legal Requests,32,3,39\n"
APPLE_REPORT = "\r\n".join(
    (
        "TR Period,TR Start Date,TR End Date,Country/Region,Device Requests Received,"
        "Devices Specified in Requests,Requests where Data Provided,"
        "Percentage of Requests where Data Provided",
        "2019 H1,1/1/19,6/30/19,Hong Kong,358,687,325,91%",
        "2019 H2,7/1/19,12/31/19,Macau,3,3, -, -",
    )
)


def open_companies(world: World, port: int) -> list[dict[str, Any]]:
    """Put all companies on their hosts; give their entries of ``sources.toml``."""
    sources = [_open_statement(world, port, company) for company in STATEMENTS]
    google = (GOOGLE_HEAD + GOOGLE_ROWS).encode()
    apple = APPLE_REPORT.encode()
    google_later = google + GOOGLE_LATER.encode()
    sources.append(_open_report(world, port, "google", "Google", (google, google_later)))
    sources.append(_open_report(world, port, "apple", "Apple", (apple,)))
    return sources


def _open_statement(world: World, port: int, company: str) -> dict[str, Any]:
    name, validators, versions = STATEMENTS[company]
    host = f"{company}-trust.localhost"
    for night, version in enumerate(versions):
        served: Served = Reply(b"<h1>Gone</h1>", status=410)
        if version is not None:
            body = statement_page(name, *version)
            served = validated(body) if validators else Reply(body)
        world.put(host, "/hong-kong", served, night=night)
    return _entry(f"{company}_statement", "statement", f"http://{host}:{port}/hong-kong", name) | {
        "company": company
    }


def _open_report(
    world: World, port: int, company: str, name: str, versions: tuple[bytes, ...]
) -> dict[str, Any]:
    host = f"{company}-transparency.localhost"
    for night, version in enumerate(versions):
        world.put(host, "/requests.csv", validated(version, "text/csv"), night=night)
    return _entry(f"{company}_report", "report", f"http://{host}:{port}/requests.csv", name) | {
        "company": company
    }


def _entry(name: str, kind: str, url: str, publisher: str) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "url": url,
        "publisher": publisher,
        "language": "en",
        "timezone": "UTC",
    }


def statement_page(name: str, updated: str, *paragraphs: str) -> bytes:
    """Set a company's statement as a page, with its furniture."""
    told = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Data requests from '
        f"Hong Kong | {name}</title></head>\n<body><header><nav><a href='/'>{name}</a> "
        f'<a href="/pricing">Pricing</a> <a href="/support">Support</a></nav></header>\n'
        f"<main><h1>Data requests from Hong Kong</h1><p>Last updated: {updated}</p>\n{told}\n"
        f"<p>We publish what we can about the requests that governments send to us, and we tell "
        f"users about requests for their data unless the law forbids it.</p></main>\n"
        f'<footer><a href="/legal">Legal</a> <a href="/cookies">Cookie preferences</a></footer>'
        f"</body></html>\n"
    ).encode()
