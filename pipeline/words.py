"""Put dates, counts and names of columns into the words of a page."""

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
STATUSES = {
    "listed": "listed by its confidence",
    "accepted": "accepted by a person",
    "in_review": "awaits a review",
    "rejected": "rejected by a person",
}
BASES = {
    "published": "the day of publication",
    "json-ld": "the page's own data for machines (JSON-LD)",
    "meta": "a meta tag of the page",
    "time": "a <time> element of the page",
    "url": "the address of the page",
    "text": "the text of the page",
    "given": "what the source said of the page",
    "review": "a person's ruling",
}
VOICES = {"own": "the company itself, as this text tells it", "reported": "reported by others"}
MODALITIES = {"done": "as done", "announced": "as announced", "conditional": "under a condition"}
KINDS = {"vpn": "VPN"}  # of companies, where the name alone is not how it is written
FIELDS = {  # of corrections, where the name alone is not how it is called
    "effective": "day from which it holds",
    "effective_precision": "precision of the day from which it holds",
    "first_reported": "day of the first report",
    "claim": "sentence in the evidence",
    "claim_effective": "day from which it holds by a sentence in the evidence",
    **{
        f"claim_{name}": f"{name} of a sentence in the evidence"
        for name in ("company", "stance", "scope", "date")
    },
}
# Versions of watched pages.
CHANGES = {
    "first_seen": "was first seen",
    "changed": "changed",
    "our_upgrade": "is read otherwise by us",
    "unreachable": "could not be reached",
    "gone": "is gone",
}


def day(value: str | None, precision: str | None = None) -> str:
    """Spell a date as precisely as it is known, and no more."""
    if value is None:
        return "undated"
    return f"about {_spelled(value)}" if precision == "approximate" else _spelled(value)


def moment(value: str | None) -> str:
    """Spell a moment in UTC to the minute."""
    if value is None:
        return "never"
    return f"{_spelled(value[:10])}, {value[11:16]} UTC" if len(value) > 15 else _spelled(value)


def basis(value: str | None) -> str:
    """Say where a date came from; words of the text are quoted."""
    if value is None:
        return "nothing that tells it"
    return BASES.get(value) or f"the words “{value}”"


def plain(name: str) -> str:
    """Spell the name of a scope, a status or a kind for people."""
    return KINDS.get(name) or name.replace("_", " ")


def correction_field(name: str) -> str:
    """Say which field a correction is about; that of a sentence may not be its event's."""
    return FIELDS.get(name) or plain(name)


def correction_value(name: str, value: str | None) -> str | None:
    """Put what a correction found, or left, into the words of its field."""
    field = name.removeprefix("claim_")
    if value is None:
        return None
    if field == "status":
        return STATUSES.get(value, plain(value))
    return plain(value) if field == "scope" else value


def counted(number: int, one: str, many: str | None = None) -> str:
    """Count things: "1 event", "2 events", "1,200 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _spelled(value: str) -> str:
    parts = value.split("-")
    try:
        if len(parts) == 3:
            known = date.fromisoformat(value)
            return f"{known.day} {MONTHS[known.month - 1]} {known.year}"
        if len(parts) == 2:
            return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    except (ValueError, IndexError):  # shown as it stands there, which says more than an error
        return value
    return value
