"""Obey robots.txt as RFC 9309 says it, and remember each for a day.

robotspy weighs the rules against each other. It is given only the group that speaks to us: its own
parser drops ``User-agent: 360Spider`` for its digits, and adds what follows to the group before.
"""

import hashlib
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from robots import RobotsParser

from scrapers.answers import Answer, Failure

PRODUCT = "stanceline"
DAY_SECONDS = 86_400.0
RETRY_SECONDS = 3_600.0  # a robots.txt that could not be had is asked for again after an hour
READ_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are read
LONGEST_LINE = 16_664  # as Google reads: 8 times the longest address that browsers agree on
LONGEST_DELAY = 60.0
GROUP_LINE = re.compile(r"(user[- ]?agent|(?:dis)?allow|crawl-delay) ?[: ] ?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """Say what a host lets us ask.

    ``parser`` is None where all is allowed. ``closed`` is set where nothing is, with the reason.
    """

    parser: RobotsParser | None = None
    delay_seconds: float = 0.0
    closed: tuple[Failure, str] | None = None

    def allow(self, url: str) -> bool:
        """Tell whether an address of the host may be asked."""
        return self.parser is None or bool(self.parser.can_fetch(PRODUCT, url))


def text_of(body: bytes) -> str:
    """Decode a robots.txt, at most its first 500 KiB.

    Of a longer one the torn last line is dropped: half of ``/private`` would be ``/``.
    """
    if len(body) > READ_BYTES:
        body = body[: max(body.rfind(end, 0, READ_BYTES) for end in (b"\n", b"\r")) + 1]
    return body.decode("utf-8", "replace").removeprefix("\ufeff")


def read_rules(text: str) -> Rules:
    """Read the rules for us out of a robots.txt.

    A Crawl-delay is no part of RFC 9309, but where a host gives one, it is kept, up to a minute.
    """
    lines, delay = _our_group(text)
    if not lines:
        return Rules(None, delay)
    return Rules(RobotsParser.from_string("\n".join(["User-agent: *", *lines])), delay)


@dataclass(slots=True)
class _Group:
    named: bool = False
    lines: dict[str, None] = field(default_factory=dict)  # each once, in order
    delay_seconds: float = 0.0


def _our_group(text: str) -> tuple[list[str], float]:
    """Gather the rules of all groups that name us; of those for everybody when none does."""
    ours, everyone = _Group(), _Group()
    agents: list[str] = []
    in_rules = False
    for key, value in _group_lines(text):
        if key.startswith("user"):
            agents = [] if in_rules else agents
            in_rules = False
            found = re.match(r"\*|[A-Za-z_-]+", value)
            agents.append(found[0].lower() if found else "")
            ours.named = ours.named or agents[-1] == PRODUCT
            continue
        in_rules = in_rules or key != "crawl-delay"  # other lines leave the groups as they are
        for group, name in ((ours, PRODUCT), (everyone, "*")):
            if name not in agents:
                continue
            if key == "crawl-delay":
                group.delay_seconds = _delay(value)
            else:
                group.lines[f"{key}: {_pattern(value)}"] = None
    group = ours if ours.named else everyone
    return list(group.lines), group.delay_seconds


def _group_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"\r\n?|\n", text):
        # Runs of spaces are made one, as robotspy takes cubic time over them.
        spoken = " ".join(line.partition("#")[0].split()) if len(line) <= LONGEST_LINE else ""
        if found := GROUP_LINE.fullmatch(spoken):
            yield found[1].lower(), found[2]


def _pattern(value: str) -> str:
    """Write a path so that robotspy takes it as it is meant: with spaces, and ``/*?$``."""
    value = value.replace(" ", "%20")
    return value.replace("?", "[?]") if "*" in value and value.endswith("$") else value


def _delay(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return 0.0 if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_DELAY)


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """A robots.txt as it is remembered; ``asked_at`` is in seconds since 1970."""

    origin: str
    asked_at: float
    text: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class _Known:
    file: RobotsFile | None
    rules: Rules
    until: float


class Robots:
    """Remember the rules of each origin for a day, and on disk too when a folder is given.

    Two threads may learn the same origin at once: the later one counts.
    """

    def __init__(self, folder: Path | None, clock: Callable[[], float]):
        self._folder = folder
        self._clock = clock
        self._known: dict[str, _Known] = {}

    def rules(self, origin: str) -> Rules | None:
        """Give the rules of an origin; None when its robots.txt has to be asked for."""
        known = self._known.get(origin) or self._read(origin)
        if known is None:
            return None
        self._known[origin] = known
        fresh = known.until - DAY_SECONDS <= self._clock() < known.until  # a clock may be set back
        return known.rules if fresh else None

    def kept(self, origin: str) -> RobotsFile | None:
        """Give the copy that is kept, be it stale: its validators go with the next request."""
        known = self._known.get(origin)
        return known.file if known else None

    def learn(self, origin: str, answer: Answer) -> Rules:
        """Take what came back for an origin's robots.txt.

        2xx is read; 4xx, and redirects without end, allow everything; anything else allows nothing
        until it is asked again, unless an older copy is kept, which then goes on counting.
        """
        now, kept = self._clock(), self.kept(origin)
        status = answer.status or 0
        if status == 304 and kept:
            return self._remember(replace(kept, asked_at=now))
        if 200 <= status < 300 and answer.failure in {None, "too_large"}:
            return self._remember(_file_of(origin, now, text_of(answer.body), answer))
        if 300 <= status < 500 and status != 429:
            return self._remember(_file_of(origin, now, "", answer))
        if kept:
            known = _Known(kept, read_rules(kept.text), now + RETRY_SECONDS)
        elif status == 429:  # allows all as every 4xx does, but is not kept for a day
            known = _Known(None, Rules(), now + RETRY_SECONDS)
        else:
            known = _Known(None, Rules(closed=_reason(origin, answer)), now + RETRY_SECONDS)
        self._known[origin] = known
        return known.rules

    def _remember(self, file: RobotsFile) -> Rules:
        rules = read_rules(file.text)
        self._known[file.origin] = _Known(file, rules, file.asked_at + DAY_SECONDS)
        if self._folder:
            # The disk only spares requests: when it is full, the night goes on without.
            with suppress(OSError):
                _write_whole(_place(self._folder, file.origin), json.dumps(asdict(file)))
        return rules

    def _read(self, origin: str) -> _Known | None:
        if not self._folder:
            return None
        try:
            file = RobotsFile(**json.loads(_place(self._folder, origin).read_bytes()))
            if file.origin != origin:
                return None
            rules = read_rules(file.text)
            return _Known(file, rules, file.asked_at + DAY_SECONDS)
        except (OSError, ValueError, TypeError, AttributeError):  # not there, or not ours
            return None


def _file_of(origin: str, now: float, text: str, answer: Answer) -> RobotsFile:
    return RobotsFile(origin, now, text, answer.header("ETag"), answer.header("Last-Modified"))


def _reason(origin: str, answer: Answer) -> tuple[Failure, str]:
    """Word why nothing may be asked; a host that gives no answer at all keeps its own failure."""
    if answer.status is None and answer.failure:
        return answer.failure, f"{origin}/robots.txt could not be had: {answer.note}"
    said = answer.note or f"HTTP {answer.status}"
    return "robots", f"{origin}/robots.txt could not be read ({said}), so nothing may be asked"


def _place(folder: Path, origin: str) -> Path:
    return folder / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.json"


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old one or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
