"""Divide files into parts for workers, and work out what is left of them; pure."""

from dataclasses import dataclass, replace

from pipeline.bulk_positions import Position, Span

PART_BYTES = 64_000_000  # half a second of a worker's time at the least, where an order costs 2 ms
FEWER = 16  # what a part is divided by when its worker died, again and again down to one record


@dataclass(frozen=True, slots=True)
class Part:
    """One range of a file to read: what begins from ``start`` to before ``end``; None is its end.

    ``exact`` is true where a record is known to begin at ``start``. A ``chained`` file cannot be
    entered anywhere, so that its next part begins where this one stops. ``again`` is the missing
    range that is tried anew.
    """

    file: str
    start: int
    end: int | None
    chained: bool
    exact: bool = False
    again: Span | None = None


def parts_of(position: Position, *, divisible: bool) -> list[Part]:
    """Give what is to be read of a file: first what went missing, then what nobody read yet.

    Of a file that is not ``divisible`` the first part is given; the others follow it.
    """
    size = position.size
    chained = not divisible or size is None
    parts = [
        Part(position.file, start, end, chained, exact=chained, again=(start, end))
        for start, end in position.missing
    ]
    if position.whole:
        return parts
    if chained or size is None:
        end = None if size is None else min(size, position.read_to + PART_BYTES)
        return [*parts, Part(position.file, position.read_to, end, chained, exact=True)]
    starts = [position.read_to, *range(_next_border(position.read_to), size, PART_BYTES)]
    ends = [*starts[1:], size]
    return parts + [
        Part(position.file, start, end, chained, exact=start == 0)
        for start, end in zip(starts, ends, strict=True)
    ]


def after(
    part: Part, position: Position, *, stopped: int, done: bool
) -> tuple[Position, Part | None]:
    """Work out how far a file is when a part was read to where it ``stopped``, and what follows it.

    ``done`` is false when the part was given up before its end.
    """
    rest = None
    if not done:
        rest = replace(part, start=stopped, exact=True)
    elif part.chained and part.end is not None and stopped < (position.size or 0):
        end = min(position.size or 0, stopped + PART_BYTES)
        rest = replace(part, start=stopped, end=end, exact=True)
    if part.again is None:
        whole = rest is None and (part.end is None or part.end == position.size or part.chained)
        return replace(position, read_to=max(stopped, position.read_to), whole=whole), rest
    left: Span | None = None
    if rest is not None:
        left = (rest.start, part.again[1])
        rest = replace(rest, again=left)
    return _instead(position, part.again, [left] if left else []), rest


def narrowed(part: Part, position: Position) -> tuple[Position, list[Part]]:
    """Divide a part whose worker died, to find the record that kills; [] when it is one record."""
    until = part.end if part.end is not None else position.size
    length = 1 if until is None else until - part.start
    if length <= 1:
        return position, []
    middle = part.start + max(1, length // FEWER)
    if part.chained:
        return position, [replace(part, end=middle)]
    if part.again is None:
        return position, [replace(part, end=middle), replace(part, start=middle, exact=False)]
    halves: list[Span] = [(part.start, middle), (middle, part.end)]
    pieces = [
        replace(
            part, start=start, end=end, exact=part.exact and start == part.start, again=(start, end)
        )
        for start, end in halves
    ]
    return _instead(position, part.again, halves), pieces


def lost(part: Part, position: Position) -> tuple[Position, Span]:
    """Note that nobody could read a part; of a chained file that is all from there on."""
    span: Span = (part.start, None if part.chained else part.end)
    if part.again is not None:
        return _instead(position, part.again, [span]), span
    end = position.size if part.chained or part.end is None else part.end
    return (
        replace(
            position,
            read_to=max(position.read_to, end or part.start),
            whole=part.chained or part.end in (None, position.size),
            missing=(*position.missing, span),
        ),
        span,
    )


def _next_border(at: int) -> int:
    return (at // PART_BYTES + 1) * PART_BYTES


def _instead(position: Position, span: Span, others: list[Span]) -> Position:
    kept = [each for each in position.missing if each != span]
    return replace(position, missing=(*kept, *others))
