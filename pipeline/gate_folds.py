"""Undo what hides Latin letters in the bytes of a page: entities, escapes and invisible signs.

Marks are patterns of Hyperscan that tell whether there is anything to undo, as nearly no page has
it; and whether a page may be written in an encoding that must be read before it can be searched.
"""

import encodings
import pkgutil
import re
from collections.abc import Collection
from encodings.aliases import aliases
from functools import cache
from html.entities import html5
from typing import Literal

from pipeline.gate_spellings import FOUR_BYTES, SIGNS, codecs_like_ascii, exactly, written_in
from pipeline.visible import visible

Mark = Literal["entity", "escape", "sign"]
BEFORE, AFTER = rb"[a-z0-9>;]", rb"[a-z0-9<&\\]"
KELVIN = "\u212a"  # folds into "k"
PLANE = "".join(chr(code) for code in range(0x10000) if not 0xD800 <= code <= 0xDFFF)
HIDDEN = frozenset(PLANE) - frozenset(visible(PLANE).text) | {"\u2424"}  # drawn by no extraction
LETTER = (  # the numbers of Latin letters and figures
    rb"(?:0*(?:4[89]|5[0-7]|6[5-9]|[78][0-9]|90|9[789]|10[0-9]|11[0-9]|12[0-2])(?:[^0-9]|$)"
    rb"|x0*(?:3[0-9]|[46][1-9a-f]|[57][0-9a])(?:[^0-9a-f]|$))"
)
SIGN = (  # the numbers of invisible signs, and of the Kelvin
    rb"(?:0*(?:[0-8]|1[14-9]|2[0-9]|3[01]|12[7-9]|1[345][0-9]|173|1564|6158|820[3-7]|823[4-8]|8288"
    rb"|8289|829[0-9]|830[0-3]|8490|9252|6502[4-9]|6503[0-9]|65279)(?:[^0-9]|$)"
    rb"|x0*(?:[0-8be-f]|1[0-9a-f]|7f|[89][0-9a-f]|ad|61c|180e|200[b-f]|202[a-e]|206[0-9a-f]|212a"
    rb"|2424|fe0[0-9a-f]|feff)(?:[^0-9a-f]|$))"
)
ESCAPES = tuple(
    rb"\\u" + escape
    for escape in (
        *(b"003[0-9]", b"00[46][1-9a-f]", b"00[57][0-9a]"),
        *(b"00[0189]", b"007f", b"00ad", b"061c", b"180e", b"200[b-f]", b"202[a-e]", b"206"),
        *(b"212a", b"2424", b"fe0", b"feff"),
    )
)
NAMED = (
    rb"(?:shy;?|(?:"
    + b"|".join(
        sorted(
            name[:-1].encode()
            for name, meant in html5.items()
            if set(meant) <= HIDDEN and name.endswith(";")
        )
    )
    + b");)"
)
ENTITIES = (
    rb"(?:&|u0026)(?:amp;)*#(?:" + LETTER + b"|" + SIGN + b")",
    rb"&(?:amp;)*" + NAMED,
)
# Apart from the other marks, which a class of single bytes would slow down by half.
CONTROLS = BEFORE + rb"(?:[\x00-\x08\x0b\x0e-\x1f\x7f\x9d\x9e\xad\xfd\xfe]|\xc2[\x80-\x9f])" + AFTER
ENTITY = re.compile(
    rb"&(?:#(?:0*(\d{1,5})(?!\d)|x0*([0-9a-f]{1,4})(?![0-9a-f]));?|(amp;|" + NAMED + b"))",
    re.IGNORECASE,
)
ESCAPED = re.compile(rb"\\+u([0-9a-f]{4})", re.IGNORECASE)
CONTROL_BYTES = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
LONE = b"\x9d\x9e\xad\xfd\xfe"  # signs of one byte, in the encodings that have some
UNSEEN = re.compile(SIGNS + b"+", re.DOTALL)
IN_FOUR = re.compile(FOUR_BYTES)


@cache
def marks() -> dict[str, set[bytes]]:
    """Give the patterns that tell what a page has to unfold, but for ``CONTROLS``, a sign too."""
    signs = {
        BEFORE + exactly(raw) + AFTER
        for sign in HIDDEN | {KELVIN}
        if sign > "\x9f"
        for codec in codecs_like_ascii()
        if len(raw := written_in(codec, sign)) > 1
    }
    return {"entity": set(ENTITIES), "escape": set(ESCAPES), "sign": signs}


def unfold(body: bytes, marked: Collection[str]) -> bytes:
    """Write coded Latin letters as they are, and leave invisible signs beside them out.

    ``marked`` says what there is to undo. What was coded several times is unfolded as often.
    """
    for _ in range(4):
        before = body
        if "escape" in marked or b"u0026" in body:
            body = ESCAPED.sub(_escaped, body)
        if "entity" in marked or "escape" in marked:
            body = ENTITY.sub(_meant, body)
        if body == before:
            break
    if "sign" in marked:
        body = body.replace(KELVIN.encode(), b"k")
        body = body.translate(None, CONTROL_BYTES)
        if _is_utf8(body):
            for raw in _unseen_in_utf8():
                body = body.replace(raw, b"")
        else:  # these bytes may be half of a letter: names in such letters were sought before
            body = IN_FOUR.sub(_nothing, body.translate(None, LONE))
    return body


@cache
def _unseen_in_utf8() -> tuple[bytes, ...]:
    c1 = {chr(code) for code in range(0x80, 0xA0)}
    return tuple(sorted(sign.encode() for sign in HIDDEN | c1 if sign > "\x7f"))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _meant(match: re.Match[bytes]) -> bytes:
    decimal, hexadecimal, named = match.groups()
    if named:
        return b"&" if named.lower() == b"amp;" else b""
    return _letter(int(decimal) if decimal else int(hexadecimal, 16), match[0])


def _escaped(match: re.Match[bytes]) -> bytes:
    return _letter(int(match[1], 16), match[0])


def _letter(code: int, written: bytes) -> bytes:
    letter = chr(code)
    if letter == KELVIN:
        return b"k"
    if letter == "&" or (letter.isascii() and letter.isalnum()):
        return letter.encode()
    return b"" if letter in HIDDEN or "\x7f" <= letter <= "\x9f" else written


def _nothing(match: re.Match[bytes]) -> bytes:
    """Leave invisible signs out where they stand beside Latin letters: others may be letters."""
    start, end = match.span()
    before, after = match.string[max(0, start - 1) : start], match.string[end : end + 1]
    if not UNSEEN.fullmatch(match[0]):
        return match[0]
    between = (before.isalnum() or before in b">;") and (after.isalnum() or after in b"<&\\")
    return b"" if between else match[0]


@cache
def odd_charsets() -> bytes:
    """Match the declaration of an encoding whose Latin letters, or others, are not plain bytes."""
    labels = {
        label
        for codec in (module.name for module in pkgutil.iter_modules(encodings.__path__))
        if _is_odd(codec)
        for label in (codec, *(alias for alias, name in aliases.items() if name == codec))
    }
    ways = b"|".join(sorted(rb"[\W_]*".join(label.encode().split(b"_")) for label in labels))
    return rb"""(?:charset|encoding)\s*=\s*["']?\s*(?:""" + ways + b")"


def _is_odd(codec: str) -> bool:
    try:
        written = "香éЯ".encode(codec, "ignore")
    except LookupError:
        return False  # it turns bytes into bytes, or lives on another system
    except (UnicodeError, ValueError, AssertionError):
        return True
    return codec not in codecs_like_ascii() or (bool(written) and written.isascii())
