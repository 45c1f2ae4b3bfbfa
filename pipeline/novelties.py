"""Tell what a night found beside the timeline: watched pages that changed, new reports."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.store.contents import Release, StatementVersion
from pipeline.visible import one_line

LONGEST = 600  # characters of a sentence that are shown
OUTAGES = ("unreachable", "gone")


@dataclass(frozen=True, slots=True)
class Novelties:
    """What is new of watched pages and of reports; ``back`` are outages that are over."""

    statements: tuple[StatementVersion, ...] = ()
    releases: tuple[Release, ...] = ()
    back: tuple[StatementVersion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.statements or self.releases or self.back)


NOTHING = Novelties()


def novelties(
    statements: Iterable[StatementVersion], releases: Iterable[Release], *, told: Collection[str]
) -> Novelties:
    """Choose what was not told yet, by the names that ``names_of`` gives.

    A page that is seen for the first time is no news: its claims are on the timeline.
    """
    versions = tuple(statements)
    return Novelties(
        tuple(each for each in versions if each.id not in told and each.change != "first_seen"),
        tuple(each for each in releases if each.digest not in told),
        tuple(each for each in versions if each.id in told and set(names_of(each)) - {*told}),
    )


def names_of(version: StatementVersion) -> list[str]:
    """Give the names by which a version is known as told: one more when an outage is over."""
    hidden = version.change in OUTAGES or version.replaced
    return [version.id, *([f"{version.id} over"] if hidden and version.last_at else [])]


def novelties_blocks(found: Novelties) -> list[str]:
    """Write them for a person, a block each."""
    blocks = [_version_block(version) for version in found.statements]
    blocks += [_back_block(version) for version in found.back]
    return blocks + [_release_block(release) for release in found.releases]


def novelties_object(found: Novelties) -> dict[str, Any]:
    """Give them for a program, with the columns of the tables that they stand in."""
    return {
        "statements": [asdict(version) for version in found.statements],
        "back": [asdict(version) for version in found.back],
        "releases": [asdict(release) for release in found.releases],
    }


def _version_block(version: StatementVersion) -> str:
    lines = [f"statement: {version.source} {_happened(version)}"]
    if not version.replaced:
        lines += _marked("+", version.appeared)
        lines += _marked("-", version.disappeared)
        for before, after in version.reworded:
            lines += [*_marked("-", [before]), *_marked("+", [after])]
    return "\n".join([*lines, f"  {one_line(version.url)}"])


def _happened(version: StatementVersion) -> str:
    seen, before = version.seen_at[:10], (version.before_at or version.seen_at)[:10]
    if version.change in OUTAGES:
        what = "is gone" if version.change == "gone" else "cannot be read"
        return f"{what} since {seen}, last seen on {before}"
    if version.change == "our_upgrade":
        return "is read otherwise by a newer Stanceline, and did not change"
    when = f"on {seen}" if before == seen else f"between {before} and {seen}"
    if version.replaced:
        return f"shows another text altogether (a wall, another language, a new page), {when}"
    return f"changed {when}"


def _back_block(version: StatementVersion) -> str:
    until = (version.last_at or "")[:10]
    return f"statement: {version.source} is back, not so last on {until}\n  {one_line(version.url)}"


def _release_block(release: Release) -> str:
    restated = f", {release.restated} of them otherwise than before" if release.restated else ""
    return (
        f"report: {release.company}, {counted(release.figures, 'figure')}{restated}\n"
        f"  {one_line(release.source)}"
    )


def _marked(mark: str, sentences: Sequence[str]) -> list[str]:
    return [f"  {mark} {shortened(one_line(sentence))}" for sentence in sentences]


def shortened(sentence: str) -> str:
    """Cut what is longer than any sentence; whoever wants it whole asks for JSON."""
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]} ..."


def counted(number: int, what: str) -> str:
    """Say a number of things: "1 figure", "2 figures"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
