"""Wake a person: say what changed and what is ill, through any service that apprise knows."""

import logging
import re
from collections.abc import Iterable, Sequence

from pipeline.changes import Change
from pipeline.health import Ill
from pipeline.novelties import NOTHING, Novelties, counted

# What proves a line may change every day without the line saying anything new.
EVIDENCE = frozenset({"sources", "quote", "url"})
MOST_LINES = 20  # of each kind: the digest has them all, and chat services cut long messages


def alert_text(
    changes: Iterable[Change], ill: Iterable[Ill], *, beside: Novelties = NOTHING
) -> str | None:
    """Write what is worth waking a person for, None when there is nothing.

    Lines whose evidence alone changed are left out. Nothing that came from outside is repeated:
    in a chat service a quote could call people or hide a link. ``changes`` are those of the world:
    what an update of our own changed wakes nobody.
    """
    lists = {
        "Changes on the timeline": [_line(change) for change in changes if _matters(change)],
        "Watched statements": [
            f"{version.source}: {'another text' if version.replaced else version.change}"
            for version in beside.statements
            if version.change in ("changed", "gone")  # what is down for a night is told by health
        ],
        "New reports": [
            f"{release.company}: {counted(release.figures, 'figure')}, {release.restated} restated"
            for release in beside.releases
        ],
        "Sources that are ill": [str(each) for each in ill],
    }
    parts = [_listed(head, lines) for head, lines in lists.items() if lines]
    return "\n\n".join(parts) or None


def send_alerts(urls: Sequence[str], *, title: str, body: str) -> list[str]:
    """Send one message to each apprise URL; return a problem for each that did not take it.

    A URL holds secrets, so a problem names it by its scheme and its place in the list.
    """
    import apprise  # noqa: PLC0415  # a tenth of a second, and few nights have an alert

    logging.getLogger("apprise").disabled = True  # it would log addresses with their secrets
    asset = apprise.AppriseAsset(app_id="Stanceline")
    problems = []
    for place, url in enumerate(urls, 1):
        scheme = re.match(r"[a-z0-9]+(?=://)", url, re.IGNORECASE)
        name = f"alert {place} of {len(urls)} ({scheme[0] if scheme else 'no scheme'})"
        service = apprise.Apprise(asset=asset)
        if not service.add(url):
            problems.append(f"{name}: is no apprise URL; correct it in $STANCELINE_ALERTS")
        elif not service.notify(body, title, body_format=apprise.NotifyFormat.TEXT, timeout=60):
            problems.append(
                f"{name}: was not delivered; see that the service is up and the URL still valid"
            )
    return problems


def _matters(change: Change) -> bool:
    return change.kind != "changed" or not EVIDENCE.issuperset(change.fields)


def _line(change: Change) -> str:
    details = change.reason or (", ".join(change.fields) if change.kind == "changed" else "")
    return f"{change.kind}: {change.event.id}" + (f" ({details})" if details else "")


def _listed(head: str, lines: Sequence[str]) -> str:
    more = len(lines) - MOST_LINES
    rest = [f"and {more} more"] if more > 0 else []
    return "\n".join([f"{head}: {len(lines)}", *lines[:MOST_LINES], *rest])
