"""Ask the web politely: the only code that speaks HTTP.

robots.txt is obeyed, a host is asked one thing at a time and at its pace, and no address is
connected to that is not public. What the world does wrong comes back as an Answer with a failure;
nothing of it is raised.
"""

import ssl
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from re import fullmatch

import httpcore
import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from scrapers.answers import Answer, Ask, Failure, Steps
from scrapers.fetcher_bodies import Body
from scrapers.fetcher_guard import Guard, Resolve, look_up
from scrapers.fetcher_limits import Budget, Limits, NoAnswer, Passing
from scrapers.fetcher_lines import Lines
from scrapers.fetcher_retry_after import rest_seconds
from scrapers.fetcher_robots import READ_BYTES, Robots
from scrapers.fetcher_turns import Turns, host_of

TRIES = 3
LONGEST_HELD_SECONDS = 10.0  # a try after an error waits on its thread
WORLD_FAILS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError)


class Fetcher:
    """Ask addresses, from any number of threads; a context manager that holds connections open.

    ``contact`` (a URL or ``mailto:``) goes into the user agent. ``loopback`` opens this machine's
    own addresses, for tests. ``robots_folder`` keeps each robots.txt between runs. ``clock`` gives
    seconds since 1970, ``ticks`` those of a clock that is never set; ``sleep`` waits in ``get``.
    ``resolve`` gives the addresses of a host or raises OSError.
    """

    def __init__(
        self,
        *,
        contact: str | None,
        loopback: bool = False,
        robots_folder: Path | None = None,
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = look_up,
        limits: Limits | None = None,
    ):
        if contact and not fullmatch(r"(https?://|mailto:)[!-~]+", contact):
            raise ValueError(f"contact {contact!r} is no address: write https://... or mailto:...")
        self._agent = f"Stanceline/{_version()}" + (f" (+{contact})" if contact else "")
        self._clock = clock
        self._ticks = ticks
        self._sleep = sleep
        self._limits = limits or Limits()
        self._turns = Turns(ticks)
        self._robots = Robots(robots_folder, clock)
        self._guard = Guard(loopback=loopback, resolve=resolve)
        self._lines = Lines(self._guard)
        set_on_retry_hooks(())  # stamina's own writes to stderr, also on a good night

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def get(self, ask: Ask) -> Answer:
        """Ask one address and wait for the answer, be it a failure."""
        return self._finish(self.steps(ask))

    def _finish(self, steps: Steps) -> Answer:
        try:
            while True:
                self._sleep(next(steps))
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    def ping(self, url: str) -> Answer:
        """Ask an address that the operator gave for it: no robots.txt has a say in that."""
        steps = self._follow(
            Ask(url, "ping", pace_seconds=0.1), Budget(self._limits, self._ticks), obey=False
        )
        return self._finish(steps)

    def steps(self, ask: Ask) -> Steps:
        """Ask one address in steps, so that nobody has to stand by while a host's pace runs.

        It yields the seconds to let pass before it is resumed, by any thread, and returns the
        answer. Between two steps it holds nothing, and may be dropped.
        """
        budget = Budget(self._limits, self._ticks)
        answer = yield from self._follow(ask, budget, obey=True)
        return replace(answer, url=ask.url, elapsed_ms=round(budget.spent_seconds * 1000))

    def _follow(self, ask: Ask, budget: Budget, *, obey: bool) -> Steps:
        """Go from redirect to redirect, and treat each address as if it were the first."""
        seen = {ask.url}
        while True:
            answer = yield from self._visit(ask, budget, obey=obey)
            target = redirect_of(answer)
            if target is None:
                return answer
            if target in seen:
                note = f"it redirects in a circle, to {target}"
                return replace(answer, body=b"", failure="unreachable", note=note)
            if len(seen) > budget.limits.redirects:
                note = f"it redirects over {budget.limits.redirects} times"
                return replace(answer, body=b"", failure="unreachable", note=note)
            seen.add(target)
            ask = replace(ask, url=target)

    def _visit(self, ask: Ask, budget: Budget, *, obey: bool) -> Steps:
        """Ask one address, of a host that has no objection."""
        try:
            address = checked_address(ask.url)
            self._leave_alone(host_of(str(address)), budget.limits)
            pace = ask.pace_seconds
            if obey:
                pace = yield from self._permitted_pace(address, ask, budget.limits)
            return (yield from self._ask(replace(ask, pace_seconds=pace), address, budget))
        except NoAnswer as stop:
            return replace(self._nothing(ask.url), failure=stop.failure, note=stop.note)

    def _ask(self, ask: Ask, address: httpx.URL, budget: Budget) -> Steps:
        """Ask in the host's turn, and again when it said for how long to wait first."""
        host, longest = host_of(str(address)), budget.limits.longest_wait_seconds
        tries = 0
        while True:
            while wait := self._turns.claim(host, ask.pace_seconds):
                self._leave_alone(host, budget.limits)
                yield wait
            try:
                answer = self._try(ask, address, budget)
            finally:
                self._turns.release(host)
            rest = self._rest_asked(answer)
            if rest is None:
                return answer
            tries += 1
            self._turns.rest(host, rest)
            if tries == TRIES or rest > longest:
                until = _stamp(self._clock() + rest)
                return replace(answer, note=answer.note or f"{host} asks us to wait until {until}")

    def _permitted_pace(
        self, address: httpx.URL, ask: Ask, limits: Limits
    ) -> Generator[float, None, float]:
        """Give the pace at which robots.txt lets an address be asked; raises NoAnswer."""
        origin = f"{address.scheme}://{address.netloc.decode('ascii')}"
        rules = self._robots.rules(origin)
        if rules is None:
            kept = self._robots.kept(origin)
            robots = Ask(
                f"{origin}/robots.txt",
                ask.source,
                pace_seconds=ask.pace_seconds,
                etag=kept.etag if kept else None,
                last_modified=kept.last_modified if kept else None,
            )
            # RFC 9309, 2.3.1.2: at least five redirects; one byte more than is read shows a cut.
            enough = replace(limits, redirects=5, body_bytes=READ_BYTES + 1)
            answer = yield from self._follow(robots, Budget(enough, self._ticks), obey=False)
            rules = self._robots.learn(origin, answer)
        if rules.closed:
            raise NoAnswer(*rules.closed)
        if not rules.allow(str(address)):
            raise NoAnswer("robots", f"{origin}/robots.txt does not let us ask this address")
        return max(ask.pace_seconds, rules.delay_seconds)

    def _leave_alone(self, host: str, limits: Limits) -> None:
        rest = self._turns.resting(host)
        if rest > limits.longest_wait_seconds:
            until = _stamp(self._clock() + rest)
            raise NoAnswer("unreachable", f"{host} asked us to wait until {until}")

    def _rest_asked(self, answer: Answer) -> float | None:
        if answer.status not in {429, 503}:
            return None
        return rest_seconds(answer.header("Retry-After"), now=self._clock())

    def _try(self, ask: Ask, address: httpx.URL, budget: Budget) -> Answer:
        """Try again after errors that pass; stamina's waits keep the host's pace, too."""
        wait = max(ask.pace_seconds, budget.limits.retry_seconds)
        patient = stamina.RetryingCaller(
            attempts=TRIES if wait <= LONGEST_HELD_SECONDS else 1,
            timeout=None,  # the budget ends it
            wait_initial=wait,
            wait_max=LONGEST_HELD_SECONDS,
            wait_jitter=0.0,
        )
        try:
            return patient(Passing, self._exchange, ask, address, budget)
        except Passing as last:
            return last.answer

    def _exchange(self, ask: Ask, address: httpx.URL, budget: Budget) -> Answer:
        """Send one request and take what comes; raises Passing when another try may help."""
        limits, headers, body = budget.limits, self._headers(ask, address), None
        answer = replace(self._nothing(ask.url), sent=_spoken(headers))
        request = httpcore.Request(
            b"GET",
            _wire_url(address),
            headers=headers,
            extensions={
                "timeout": {
                    "connect": limits.connect_seconds,
                    "read": limits.read_seconds,
                    "write": limits.read_seconds,
                }
            },
        )
        passes = False
        with budget:
            self._guard.spend(budget)
            try:
                with (
                    self._lines.lend(host_of(str(address))) as pool,
                    closing(pool.handle_request(request)) as response,
                ):
                    answer = replace(
                        answer, status=response.status, headers=_spoken(response.headers)
                    )
                    if redirect_of(answer):
                        return answer  # what it says beside the address is not read
                    body = Body(answer.header("Content-Encoding") or "", limits)
                    for chunk in response.iter_stream():
                        body.add(chunk)
                        budget.check()
                    body.end()
            except NoAnswer as stop:
                answer = replace(answer, failure=stop.failure, note=stop.note)
            except WORLD_FAILS as error:
                failure, note, passes = _what_failed(error, answer.status, budget)
                answer = replace(answer, failure=failure, note=note)
        answer = replace(answer, body=body.content if body else b"")
        if passes or (answer.status in {502, 503, 504} and self._rest_asked(answer) is None):
            raise Passing(answer)
        return answer

    def _headers(self, ask: Ask, address: httpx.URL) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"Host", address.netloc),
            (b"User-Agent", self._agent.encode("ascii")),
            (b"Accept", b"*/*"),
            (b"Accept-Encoding", b"gzip, deflate"),
        ]
        for name, validator in (
            (b"If-None-Match", ask.etag),
            (b"If-Modified-Since", ask.last_modified),
        ):
            # A validator came from the world, too: one that no header can hold is not sent back.
            if validator and fullmatch(
                r"[!-~\x80-\xff]([ -~\x80-\xff]*[!-~\x80-\xff])?", validator
            ):
                headers.append((name, validator.encode("latin-1")))
        return headers

    def _nothing(self, url: str) -> Answer:
        return Answer(url, url, _stamp(self._clock()), None, (), b"", 0)


def _version() -> str:
    try:
        return version("stanceline")
    except PackageNotFoundError:  # run from the sources, without an installation
        return "0"


def _stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def checked_address(url: str) -> httpx.URL:
    """Read an address; raises NoAnswer for what is not asked, whoever it belongs to."""
    try:
        address = httpx.URL(url.strip())
        host = address.host  # read only now: "xn--a" is no name
    except (httpx.InvalidURL, ValueError) as error:  # those of IDNA are ValueErrors
        raise NoAnswer("unreachable", f"{url!r:.200} is no web address ({error})") from error
    if address.scheme not in {"http", "https"} or not host:
        raise NoAnswer("unreachable", f"{url!r:.200} is no address of http or https")
    if address.userinfo:
        raise NoAnswer("unreachable", f"{url!r:.200} holds a user name, and was not asked")
    if (address.port or 0) > 65_535:
        raise NoAnswer("unreachable", f"{url!r:.200} names a port that cannot be")
    return address


def redirect_of(answer: Answer) -> str | None:
    """Give the address that an answer sends us on to, without its fragment."""
    location = answer.header("Location")
    if answer.status not in {301, 302, 303, 307, 308} or not location:
        return None
    raw = location.encode("latin-1")
    try:
        location = raw.decode("utf-8")  # sent as it is by some, against RFC 9110
    except UnicodeDecodeError:
        location = raw.decode("latin-1")
    try:
        target = httpx.URL(answer.final_url.strip()).join(location.strip())
        return str(target.copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        return location  # where the address is looked at, it is refused with a note


def _wire_url(address: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=address.scheme, host=address.raw_host, port=address.port, target=address.raw_path
    )


def _spoken(headers: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    """Keep headers as sent: Latin-1 maps each byte to one character and back."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _what_failed(error: Exception, status: int | None, budget: Budget) -> tuple[Failure, str, bool]:
    """Word an error of the connection, and tell whether it is of the kind that passes."""
    limits = budget.limits
    said = str(error) or type(error).__name__
    if budget.seconds_left < 0.01:  # a socket may give up a moment before
        return "too_slow", f"the whole answer did not come within {limits.seconds:g} s", False
    if isinstance(error, httpcore.ConnectTimeout):
        return "unreachable", f"no connection within {limits.connect_seconds:g} s", False
    if isinstance(error, httpcore.ConnectError) and isinstance(error.args[0], ssl.SSLError):
        return "unreachable", f"no safe connection ({said})", False
    if isinstance(error, httpcore.TimeoutException):
        return "too_slow", f"nothing came for {limits.read_seconds:g} s", True
    if status is None:
        return "unreachable", f"no answer came ({said})", True
    return "unreachable", f"the answer broke off ({said})", True
