"""Read report downloads of which every table must be read."""

from scrapers.figures import Report, UnreadableReport
from scrapers.reports import read_download


def read_reports(body: bytes, name: str) -> tuple[Report, ...]:
    """Read a download whole; raise UnreadableReport when any table of it cannot be read."""
    reading = read_download(body, name)
    if reading.problems:
        raise UnreadableReport(reading.problems[0])
    return reading.reports
