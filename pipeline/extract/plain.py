"""Reword a sentence for the parser: one plain token for a name, a list of names or an idiom.

A small parser reads "Google has stopped ..." well and "Facebook, its WhatsApp app, PIA and fb have
put a hold on ..." badly. So names become one stand-in name, lists of names one token, idioms their
plain verb; every character of the rewording still knows where in the original it came from.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.extract.english import SAY
from pipeline.extract.idioms import REPHRASED
from pipeline.extract.layout import LEFT_OUT
from pipeline.extract.mentions import FIRST_STAND_IN, STAND_INS, Mention, fold
from pipeline.extract.silence import NAMED

STAND_IN = "Google"  # any name that the parser knows well; what it stands for is in ``groups``
_M = STAND_INS

_SAYS_DOES = re.compile(rf"({_M}) says(?= (?P<verb>[a-z]+s) )")  # "ZOOM SAYS PAUSES PROCESSING"
_HEADLINE_MANY = re.compile(rf"^(?P<who>{_M}) (?P<verb>[a-z]+)(?= (?!price|holder))")
_HEADLINE_PAIR = re.compile(rf"^{_M}, {_M}(?= (?!and |or |which |the )[a-z])")
# "made the site inaccessible", "let its lease run out": the verb's object stands in the middle.
# A title in quotation marks, whatever it is the title of: "Glory to Hong Kong".
_TITLE = re.compile(
    r"(?<!\w)(['\"])[A-Z][\w']*(?: (?:[A-Z][\w']*|to|of|the|and|in|for|on|a|with)){0,6}"
    r" [A-Z][\w']*\1(?!\w)"
)
_SPLIT = (
    (
        re.compile(
            r"\b(?:make|makes|making|made|render|renders|rendered|rendering) "
            r"((?:[\w',-]+ ){1,8}?)(?:unavailable|inaccessible|unreachable|invisible)\b"
        ),
        "disable",
    ),
    (
        re.compile(
            r"\b(?:let|lets|letting|allowed|allowing) ((?:[\w'-]+ ){0,6}?leases?\b"
            r"(?: [\w'-]+){0,6}?) (?:lapse|expire|run out|end)\b"
        ),
        "end",
    ),
)
_HEADLINE = re.compile(rf"(?<![\w'])(?P<who>{_M}) (?P<verb>[a-z]+s)(?= )")
# Words that a parser often takes for the wrong part of speech, with others that it does not.
_CLEARER = {
    "process": "handle",
    "processes": "handles",
    "processed": "handled",
    "processing": "handling",
    "requests": "pleas",
    "courts": "authorities",
    "non-profit": "foundation",
    "nonprofit": "foundation",
    "servers": "machines",
    "co-operation": "cooperation",
    "co-operate": "cooperate",
    "co-operating": "cooperating",
    "co-operated": "cooperated",
}
_CLEARED = re.compile(r"(?<![\w-])(?:" + "|".join(_CLEARER) + r")(?![\w])", re.IGNORECASE)
_A_PROCESS = re.compile(
    r"(?<!\w)(?:legal|assistance|treaty|mlat|due|judicial|court|formal|the|a|this|that|same) $",
    re.I,
)
_PROPER = re.compile(
    r"\b(?:hong kong|hk|january|february|march|april|june|july|august|september|october|"
    r"november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)

_SAME_LENGTH = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "„": '"',
        "«": '"',
        "»": '"',
        "\u00a0": " ",
        "\u2011": "-",
        "，": ",",
        "、": ",",
        "–": "-",
        "—": "-",
        "…": " ",
        "\n": " ",
        "\t": " ",
        "\u200b": " ",
        "\u200e": " ",
        "\u200f": " ",
        "\ufeff": " ",
    }
)


@dataclass
class Plain:
    """A rewording in the making; ``starts`` and ``ends`` point into the original sentence."""

    text: str
    starts: list[int]
    ends: list[int]
    groups: dict[str, tuple[Mention, ...]] = field(default_factory=dict)

    def put(self, start: int, end: int, new: str) -> None:
        """Replace ``text[start:end]``; the new characters stand for the whole replaced span."""
        first, last = self.starts[start], self.ends[end - 1]
        self.text = self.text[:start] + new + self.text[end:]
        self.starts[start:end] = [first] * len(new)
        self.ends[start:end] = [last] * len(new)

    def sub(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str | None]) -> None:
        """Replace each match, from the right, unless ``new`` answers None."""
        for match in reversed(list(pattern.finditer(self.text))):
            replacement = new(match)
            if replacement is not None:
                self.put(match.start(), match.end(), replacement)

    def join(self, text: str) -> tuple[Mention, ...]:
        """Return the mentions behind all stand-ins in a piece of the rewording."""
        return tuple(m for char in text for m in self.groups.get(char, ()))

    def stand_in(self, mentions: tuple[Mention, ...]) -> str:
        """Return a new placeholder for these mentions."""
        char = chr(FIRST_STAND_IN + len(self.groups))
        self.groups[char] = mentions
        return char


@dataclass(frozen=True, slots=True)
class Token:
    """One word for the parser, where it stands in the original, and whom it names."""

    text: str
    space: bool
    start: int
    end: int
    mentions: tuple[Mention, ...]


def reword(
    sentence: str,
    mentions: Sequence[Mention],
    *,
    parents: Mapping[str, str | None],
    idioms: Sequence[tuple[re.Pattern[str], str]],
    third_person: Mapping[str, str],
) -> Plain:
    """Reword one sentence; ``mentions`` are relative to it, ``parents`` maps slug to owner.

    ``third_person`` maps the forms that headlines use to their verbs: a parser that takes
    "Google suspends handling ..." for a row of nouns reads "Google will suspend handling ...".
    """
    plain = Plain(
        sentence.translate(_SAME_LENGTH),
        list(range(len(sentence))),
        list(range(1, len(sentence) + 1)),
    )
    plain.text = _sentence_case(re.sub(f"{_M}", "?", plain.text))
    for mention in sorted(mentions, key=lambda m: -m.start):
        plain.put(mention.start, mention.end, plain.stand_in((mention,)))
    _drop_owners(plain, parents)
    _fold_products(plain)
    _fold_lists(plain)
    plain.sub(_TITLE, lambda m: "the song")
    plain.sub(re.compile(r"(?<!\w)['\"]([\w -]{1,24})['\"](?!\w)"), lambda m: m[1])
    for pattern, new in (*NAMED, *REPHRASED):
        plain.sub(pattern, lambda m, new=new: m.expand(new))  # type: ignore[misc]
    plain.sub(_HEADLINE_PAIR, lambda m: plain.stand_in(plain.join(m[0])))
    for pattern, whole in LEFT_OUT:
        plain.sub(pattern, whole)
    for pattern, verb in _SPLIT:
        plain.sub(pattern, lambda m, verb=verb: f"{_inflect(verb, m)} {m[1].strip()}")  # type: ignore[misc]
    if not plain.text.rstrip("\"' )").endswith((".", "!", "?", ":")):
        plain.sub(_SAYS_DOES, lambda m: m[1] if m["verb"].lower() in third_person else None)
        plain.sub(_HEADLINE, lambda m: _future(m, third_person))
        verbs = frozenset(third_person.values()) - SAY
        plain.sub(
            _HEADLINE_MANY,
            lambda m: (
                f"{m['who']} will {m['verb']}"
                if m["verb"].lower() in verbs and len(plain.join(m["who"])) > 1
                else None
            ),
        )
    plain.sub(_CLEARED, _clear)
    for pattern, verb in idioms:
        plain.sub(pattern, lambda m, verb=verb: _inflect(verb, m))  # type: ignore[misc]
    return plain


def _clear(match: re.Match[str]) -> str | None:
    if match[0].lower() == "process" and _A_PROCESS.search(match.string, 0, match.start()):
        return None  # "legal process", "the treaty process": no verb
    return _CLEARER[match[0].lower()]


def _sentence_case(text: str) -> str:
    """Write headlines in capitals, whole or by the word, as a sentence; same length."""
    words = re.findall(r"[A-Za-z][\w'-]*", text)
    long = [word for word in words if len(word) > 3]
    if len(long) < 3 or sum(word[0].isupper() for word in long) < 0.8 * len(long):
        return text
    return _PROPER.sub(lambda m: m[0].upper() if m[0] == "hk" else m[0].title(), fold(text))


def _future(match: re.Match[str], third_person: Mapping[str, str]) -> str | None:
    verb = third_person.get(match["verb"].lower())
    verb = None if verb in SAY else verb
    return f"{match['who']} will {verb}" if verb else None


def _drop_owners(plain: Plain, parents: Mapping[str, str | None]) -> None:
    """Leave LinkedIn alone in "Microsoft's LinkedIn" and "LinkedIn, owned by Microsoft,"."""

    def owned(child: str, owner: str) -> bool:
        kids, owners = plain.join(child), plain.join(owner)
        return bool(kids and owners) and (
            parents.get(kids[0].company) == owners[0].company
            or kids[0].company == owners[0].company
        )

    def possessive(match: re.Match[str]) -> str | None:
        return match["kid"] if owned(match["kid"], match["owner"]) else None

    plain.sub(
        re.compile(
            f"(?P<owner>{_M})(?:'s?|-owned| subsidiary|'s? (?:subsidiary|unit|app|service|"
            f"messaging (?:app|service)|messenger|platform|division),?) (?P<kid>{_M})"
        ),
        possessive,
    )
    plain.sub(
        re.compile(f"{_M}'s? (?:parent|owner|parent company)(?: company)?,? (?P<owner>{_M})"),
        lambda m: m["owner"],
    )
    gap = r",? ?\(?(?:(?:which|that) (?:is|belongs)|a|an|the|now|part|also|itself|[\w-]+)?"
    plain.sub(
        re.compile(
            f"(?P<kid>{_M}){gap}(?: [\\w-]+){{0,3}} ?(?:owned|bought|acquired|run|controlled|unit|"
            f"subsidiary|part|arm|division|to)? ?(?:by|of|to)? ?(?:its (?:parent|owner) )?"
            f"(?P<owner>{_M})(?:'s)?(?: unit| subsidiary| company| platform| service| app)?"
            r"(?:\)|,)"
        ),
        lambda m: m["kid"] if _apposed(m[0]) and owned(m["kid"], m["owner"]) else None,
    )
    # "The ByteDance-owned app says", "The app, owned by China's ByteDance, says": the app says it.
    plain.sub(re.compile(f"{_M}-owned (?!{_M})"), lambda m: "")
    plain.sub(
        re.compile(
            f"(?<=[a-z]), (?:which is )?owned by (?:[A-Z]\\w+(?:'s|-based)? |its parent )?{_M},"
        ),
        lambda m: "",
    )


def _apposed(text: str) -> bool:
    return not re.search(r", (?:and )?(?:its|their) ", text) and bool(
        re.search(r"[,(] ?", text[:3])
        and re.search(r"own|belong|unit|subsidiar|part of|arm of|division|bought|acquired", text)
    )


def _fold_products(plain: Plain) -> None:
    """Read "Facebook and the WhatsApp service it owns" as one actor with a product."""

    def together(match: re.Match[str]) -> str | None:
        found = plain.join(match[0])
        if len({m.company for m in found}) != 1:
            return None
        return plain.stand_in(found)

    noun = "(?:app|service|unit|platform|messenger|messaging (?:app|service)|network|subsidiary)"
    plain.sub(
        re.compile(
            f"{_M},? (?:and|with) (?:its|the|their)(?: {noun})? {_M}(?: {noun}s?)?"
            f"(?: (?:that )?it owns)?"
        ),
        together,
    )
    plain.sub(re.compile(f"{_M}'s? (?:own |{noun} )?{_M}"), together)
    plain.sub(
        re.compile(
            rf"{_M} ?\((?:including |its |and )?{_M}(?:(?:,| and|, and| or) {_M})*"
            rf"(?: too| included)?\)"
        ),
        together,
    )
    plain.sub(re.compile(f"{_M} with {_M}"), together)
    plain.sub(
        re.compile(f"(?:[Ii]ts|[Tt]heir) (?:own |popular )?(?:{noun} )?(?P<p>{_M})(?: {noun})?"),
        lambda m: m["p"] if all(x.product for x in plain.join(m["p"])) else None,
    )


def _fold_lists(plain: Plain) -> None:
    """Make one token of "Facebook, Google and Twitter"; two names joined by ", and" stay apart."""
    item = f"(?:(?:the|its|both|also|even) )?{_M}"
    plain.sub(
        re.compile(
            f"(?:both )?{_M}(?:(?:, | / |/){item})*"
            f"(?:,? (?:and|or|as well as|plus|&|\\+|nor) {item})"
        ),
        lambda m: (
            None
            if m[0].count(",") == 1 and len(plain.join(m[0])) == 2 and "as well" not in m[0]
            else plain.stand_in(plain.join(m[0]))
        ),
    )
    plain.sub(re.compile(f"{_M}(?:, {item}){{2,}}"), lambda m: plain.stand_in(plain.join(m[0])))


_INFLECTED = (
    (re.compile(r"^\w+ing\b", re.I), "ing"),
    (
        re.compile(r"^(?:put|placed|called|hit|pressed|took|taken|made|said|did|\w+ed)\b", re.I),
        "ed",
    ),
    (re.compile(r"^\w+s\b", re.I), "s"),
)


_BASE_FORM = re.compile(r"(?:\bto|\bwill|'ll|\bwould|\bcan|\bmust|\bnot|n't|\bdid) $", re.I)
_ONE_FORM = re.compile(r"^(?:put|shut|hit)\b", re.I)


def _inflect(verb: str, match: re.Match[str]) -> str:
    """Give the plain verb the form of the idiom's first word: "putting ..." becomes "pausing".

    "Put" and its like have one form for all times: the word before tells "to put" from "has put".
    """
    original = match[0]
    if " " in verb:
        return verb
    if _ONE_FORM.match(original) and _BASE_FORM.search(match.string, 0, match.start()):
        return verb
    if verb == "leave" and re.match(r"(?:pulled|bowed|got|turned|shut)\b", original, re.I):
        return "left"
    stem = verb.removesuffix("e")
    for pattern, ending in _INFLECTED:
        if pattern.search(original):
            return (verb + "s") if ending == "s" else stem + ending
    return verb


def tokens(plain: Plain, words: Sequence[tuple[int, int]]) -> list[Token]:
    """Cut a rewording at the tokenizer's word limits, with every stand-in a word of its own."""
    out: list[Token] = []
    for start, end in words:
        at = start
        for match in re.finditer(f"{_M}", plain.text[start:end]):
            where = start + match.start()
            if where > at:
                out.append(_token(plain, at, where))
            out.append(_token(plain, where, where + 1))
            at = where + 1
        if at < end:
            out.append(_token(plain, at, end))
    return out


def _token(plain: Plain, start: int, end: int) -> Token:
    text = plain.text[start:end]
    group = plain.groups.get(text)
    return Token(
        STAND_IN if group else text,
        plain.text[end : end + 1] == " ",
        plain.starts[start],
        plain.ends[end - 1],
        group or (),
    )
