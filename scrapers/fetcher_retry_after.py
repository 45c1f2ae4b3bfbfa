"""Read the Retry-After header, in both its forms (RFC 9110, 10.2.3)."""

from email.utils import parsedate_to_datetime

LONGEST_REST = 86_400.0  # "in the year 9999" is no schedule: the host is asked again after a day


def rest_seconds(header: str | None, *, now: float) -> float | None:
    """Give the seconds for which a host wants to be left alone; None when it does not say.

    ``now`` is in seconds since 1970. A moment in the past is no wait, and no wait is over a day.
    """
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return LONGEST_REST if len(text) > 9 else min(float(text), LONGEST_REST)
    try:
        until = parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError, TypeError, IndexError):  # the standard library leaks these
        return None
    return min(max(until - now, 0.0), LONGEST_REST)
