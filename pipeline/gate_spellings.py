"""Write names in every way that the bytes of a page may spell them, as patterns of Hyperscan.

A page names the place of a law as plain text in some encoding, or hides it: its words stand apart
by a tag or an entity, a tag breaks a word once, letters are entities, escapes of JSON or in per
cent, invisible signs stand between them. A pattern may find too much; it must not find too little.
"""

import encodings
import pkgutil
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.entities import html5
from itertools import pairwise

TAGS = rb"(?:<[^>]*>)+"
OPENS = rb"(?:<|&lt;|u003c)"  # a tag, on a page or in text that an entity or JSON holds
CLOSES = rb"(?:>|&gt;|u003e)"
LONG = rb"(?:<(?:!--|script|style).*>|&lt;.*&gt;|\\+u003c.*\\+u003e)"  # may itself hold ">"
CODE = rb"(?:&[a-z0-9#;]+|\\+u[0-9a-f]{4})"
CODED = rb"(?:" + CODE + rb"|\\+[nrtbf]|%[0-9a-f]{2})"
FOUR_BYTES = rb"[\x81-\x84][0-9][\x81-\xfe][0-9]"  # how GB18030 writes spaces and invisible signs
GAP = rb"(?:[^a-z0-9]|<[^>]*>|" + CODED + b"|" + FOUR_BYTES + rb")*"
SHORT_GAP = rb"[^a-z0-9<]*"
# Before what is LONG; no quotation mark, for a word may end an attribute.
TAGGED_GAP = rb"""(?:[^a-z0-9<"'=]|<[^>]*>|&nbsp;?|&#x?[0-9a-f]+;?)*"""
# Between words of other letters, of which none may count for a gap.
NARROW_GAP = (
    rb"(?:[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\x85\xa0\xad]|\xc2.|[\xe1\xe2\xef]..|\xe3\x80\x80"
    rb"|\xa1[\x40\xa1]|\x81\x40|<[^>]*>|" + CODED + b"|" + FOUR_BYTES + rb")*"
)
# Invisible signs as UTF-8 and GB18030 write them, and as older encodings do that have a few.
SIGNS = (
    rb"(?:[\x00-\x08\x0b\x0e-\x1f\x7f\x9d\x9e\xad\xfd\xfe]|\xc2[\x80-\x9f\xad]|\xd8\x9c|\xe1\xa0\x8e"
    rb"|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xe2\x90\xa4|\xef\xb8[\x80-\x8f]"
    rb"|\xef\xbb\xbf|\xa1\xa9|\xa9\xa9|\xd99|\x85H|" + FOUR_BYTES + b")"
)
HIDDEN = rb"(?:&[a-z0-9#;]+|\\+u[0-9a-f]{4}|" + SIGNS + b")+"
IDEOGRAPHS = 0x2E80  # from here on a letter is a word, and names are short
TWINNED = (range(0x80, 0x3000), range(0xF900, 0xFB00), range(0x10400, 0x1EA00))


def fold_name(name: str) -> str:
    """Give a name as it is compared: composed, in small letters, its words one space apart."""
    return " ".join(unicodedata.normalize("NFC", name).lower().split())


def shortest(names: Iterable[str], *, whole: bool = False) -> list[str]:
    """Leave out the names that hold another one: where that is not, they are not.

    If only ``whole`` words count, "NSL" is not in "HKNSL".
    """
    folded = sorted(
        {fold_name(name).replace("-", " ") for name in names},
        key=lambda name: (len(name.replace(" ", "")), -len(name), name),
    )
    kept: list[str] = []
    for name in folded:
        if not any(_holds(name, other, whole=whole) for other in kept):
            kept.append(name)
    return kept


def _holds(name: str, other: str, *, whole: bool) -> bool:
    if whole and not _has_ideographs(other):
        return f" {other} " in f" {name} "
    return other.replace(" ", "") in name.replace(" ", "")


def spelled(names: Iterable[str], *, alone: bool = False) -> set[bytes]:
    """Give patterns of which at least one matches where a page spells one of these names.

    Entities, escapes and invisible signs for and between Latin letters are not among them: they
    are to be unfolded before (see ``gate_folds``). Short names may be sought where they stand
    ``alone`` only.
    """
    patterns: set[bytes] = set()
    ideographic: list[str] = []
    for name in (fold_name(name).replace("-", " ") for name in names):
        if name.isascii():
            letters = tuple(exactly(letter.encode()) for letter in name.replace(" ", ""))
            patterns.update(_written(name, letters, LATIN, alone=alone))
        elif _has_ideographs(name):
            ideographic.append(name)
            patterns.update(_plain(name))
        else:
            patterns.update(_plain(name))
            for letters in (_or_coded(name), *_codings(name)[1:]):
                patterns.update(_written(name, letters, BEYOND_ASCII))
    return patterns.union(_ideographic(ideographic))


def _has_ideographs(name: str) -> bool:
    return any(ord(letter) >= IDEOGRAPHS for letter in name)


@dataclass(frozen=True, slots=True)
class _Breaks:
    """What may stand between words, and between letters: where that begins and where it ends."""

    gap: bytes
    opens: bytes
    closes: bytes
    within: tuple[bytes, ...]


LATIN = _Breaks(GAP, OPENS, CLOSES, (TAGS, LONG))


BEYOND_ASCII = _Breaks(
    NARROW_GAP,
    rb"(?:[<&\\]|" + SIGNS + b")",
    rb"(?:[>;0-9]|u[0-9a-f]{4}|" + SIGNS + b")",
    (TAGS, LONG, HIDDEN),
)


def _written(
    name: str, letters: tuple[bytes, ...], breaks: _Breaks, *, alone: bool = False
) -> Iterator[bytes]:
    """Match a name whose letters are patterns: whole, and broken once within a word."""
    rest = iter(letters)
    words = [[next(rest) for _ in word] for word in name.split()][:4]  # no more is needed to tell
    whole = [b"".join(word) for word in words]
    plain = breaks.gap.join(whole)
    if alone and len(name) < 6:
        before = rb"(?:^|[^a-z0-9]|[\x80-\xff].|&[a-z]+|" + CODED + b")"
        plain = before + plain + rb"(?:[^a-z0-9]|$)"
    yield plain
    if len(words) == 1:
        yield from _broken(words[0], breaks)
        return
    yield from _pieces(words[0], breaks)
    for place in range(1, len(words)):
        yield whole[place - 1] + TAGGED_GAP + LONG + SHORT_GAP + whole[place]
        if len(words[place]) > 1:  # broken within a later word: the one before is whole
            yield whole[place - 1] + breaks.gap + _beginning(words[place], 1) + breaks.opens


def _broken(word: list[bytes], breaks: _Breaks) -> Iterator[bytes]:
    """Match a word that is broken once: by its longer piece, by both where that is short."""
    if len(word) < 5:
        yield from _pieces(word, breaks)
        return
    middle = len(word) // 2
    for at in range(1, middle + 1):
        yield breaks.closes + b"".join(word[at:])
    yield _beginning(word, middle + 1) + breaks.opens


def _pieces(word: list[bytes], breaks: _Breaks) -> Iterator[bytes]:
    """Match both pieces of a word that is broken once, whatever follows it."""
    for between in breaks.within:
        for at in range(1, len(word)):
            yield b"".join(word[:at]) + between + b"".join(word[at:])


def _beginning(word: list[bytes], least: int) -> bytes:
    """Match the first letters of a word, at ``least`` so many and never all of them."""
    more = b""
    for letter in reversed(word[least:-1]):
        more = b"(?:" + letter + more + b")?"
    return b"".join(word[:least]) + more


def _plain(name: str) -> Iterator[bytes]:
    """Match a name as each encoding writes it, and as addresses do."""
    yield NARROW_GAP.join(
        b"".join(b"%%%02x" % byte for byte in word.encode()) for word in name.split()
    )
    for letters in _codings(name):
        rest = iter(letters)
        yield NARROW_GAP.join(b"".join(next(rest) for _ in word) for word in name.split())


def _or_coded(name: str) -> tuple[bytes, ...]:
    """Match each letter as UTF-8 writes it or coded; behind the first one any code will do."""
    plain = name.replace(" ", "")
    first = next((at for at, letter in enumerate(plain) if not letter.isascii()), 0)
    return tuple(
        raw if letter.isascii() else _any((raw, _numbered([letter]) if at == first else CODE))
        for at, (letter, raw) in enumerate(zip(plain, _codings(name)[0], strict=True))
    )


def _ideographic(names: list[str]) -> Iterator[bytes]:
    """Match two letters that follow each other in names, where they are broken or coded."""
    raw: dict[str, set[bytes]] = {}
    for name in names:
        for letters in _codings(name):
            plain = name.replace(" ", "")
            for at, (letter, written) in enumerate(zip(plain, letters, strict=True)):
                raw.setdefault(letter, set()).add(written)
                if at and plain[at - 1 : at + 1].isascii():  # a tag in the figures of "43條"
                    yield CLOSES + b"".join(letters[at:])
    pairs = {pair for name in names for pair in pairwise(name.replace(" ", ""))}
    pairs = {pair for pair in pairs if not "".join(pair).isascii()}
    if not pairs:
        yield from (_numbered({name}) for name in names)
        return
    first = _any(written for letter, _ in pairs for written in raw[letter])
    following = _any(written for _, letter in pairs for written in raw[letter])
    coded = _numbered({letter for _, letter in pairs})
    either = _any((following, coded))
    yield first + TAGS + following
    yield first + LONG + following
    yield first + HIDDEN + either
    yield first + rb"(?:&(?:amp;)*#[x0-9]|\\+u[2-9a-f])"
    yield _numbered({letter for letter, _ in pairs}) + either


@cache
def _codings(name: str) -> list[tuple[bytes, ...]]:
    """Give the letters of a name as each encoding writes them, capitals and all."""
    found: dict[tuple[bytes, ...], None] = {}
    for codec in codecs_like_ascii():
        letters = []
        for letter in name.replace(" ", ""):
            forms = {letter} if letter.isascii() else variants(letter)
            written = {written_in(codec, form) for form in forms} - {b""}
            if not written:
                break
            letters.append(_any(map(exactly, written)))
        else:
            found[tuple(letters)] = None
    return list(found)


@cache
def codecs_like_ascii() -> tuple[str, ...]:
    """Name the encodings in which Latin letters and markup are the bytes of ASCII, UTF-8 first."""
    plain = bytes(byte for byte in range(128) if chr(byte).isalnum()) + b" <>&#;\"'="
    names = (module.name for module in pkgutil.iter_modules(encodings.__path__))
    return ("utf_8", *(each for each in names if _reads(each, plain)))


def _reads(codec: str, plain: bytes) -> bool:
    try:
        return plain.decode(codec) == plain.decode("ascii") and not "".encode(codec)
    except (LookupError, UnicodeError, ValueError, AssertionError):
        return False


def written_in(codec: str, text: str) -> bytes:
    """Write a text in an encoding; empty where it cannot, or needs a state that came before."""
    try:
        written = text.encode(codec)
    except UnicodeError:
        return b""
    stateful = b"\x1b" in written or (written.isascii() and not text.isascii())
    return b"" if stateful else written


def exactly(written: bytes) -> bytes:
    """Give the pattern of just these bytes; Latin letters may be capitals."""
    return b"".join(
        bytes([byte]) if chr(byte).isascii() and chr(byte).isalnum() else b"\\x%02x" % byte
        for byte in written
    )


def _any(patterns: Iterable[bytes]) -> bytes:
    ways = sorted(set(patterns))
    return ways[0] if len(ways) == 1 else b"(?:" + b"|".join(ways) + b")"


def _numbered(letters: Iterable[str]) -> bytes:
    """Match one of some letters as a numbered or named entity, or an escape of JSON."""
    forms = sorted({form for x in letters if not x.isascii() for form in variants(x)})
    ways = [b"".join(map(_number, form)) for form in forms if len(form) > 1]
    codes = [ord(form) for form in forms if len(form) == 1]
    escaped = _any(map(_escape, map(chr, codes)))
    decimal, hexadecimal = (_any(form % code for code in codes) for form in (b"%d", b"%x"))
    named = {exactly(name) + b";?" for code in codes for name in _named(chr(code))}
    numbered = b"#(?:0*" + decimal + b"|x0*" + hexadecimal + b");?"
    return _any([rb"(?:&(?:amp;)*)?" + _any([numbered, *named]), escaped, *ways])


def _number(letter: str) -> bytes:
    return exactly(letter.encode()) if letter.isascii() else _numbered([letter])


def _escape(letter: str) -> bytes:
    units = letter.encode("utf-16-be").hex()
    return rb"\\*u" + rb"\\+u".join(units[at : at + 4].encode() for at in range(0, len(units), 4))


@cache
def _named(letter: str) -> frozenset[bytes]:
    return frozenset(n.rstrip(";").encode() for n, meant in html5.items() if meant == letter)


@cache
def variants(letter: str) -> frozenset[str]:
    """Give what comes to be a letter when a text is composed and made small."""
    same = {letter, *_twins().get(letter, ())}
    same |= {letter.upper()} if len(letter.upper()) == 1 else set()
    return frozenset(same | {unicodedata.normalize("NFD", each) for each in same})


@cache
def _twins() -> dict[str, list[str]]:
    twins: dict[str, list[str]] = {}
    for code in (code for numbers in TWINNED for code in numbers):
        composed = unicodedata.normalize("NFC", chr(code)).lower()
        if composed != chr(code) and len(composed) == 1:
            twins.setdefault(composed, []).append(chr(code))
    return twins
