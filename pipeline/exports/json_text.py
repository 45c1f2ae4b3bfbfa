"""Spell values as JSON that stays in its line, hides nothing and closes no script element."""

import json
import re
from typing import Any

# What JSON lets stand bare, though it breaks a line elsewhere ("\u2028"), turns the direction of
# what follows, is not to be seen, is half a character, or ends a <script> that the file is put in.
UNPLAIN = re.compile(
    "[<\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def json_text(value: Any) -> str:
    """Spell a value on one line; readers get back every character of it, halves too."""
    return UNPLAIN.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    halves = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{halves[at : at + 2].hex()}" for at in range(0, len(halves), 2))
