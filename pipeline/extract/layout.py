"""Say in full what lines, lists and asides leave out, so that a parser reads a plain sentence."""

import re
from collections.abc import Callable

from pipeline.extract.mentions import STAND_INS

_M = STAND_INS
_WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
# A parser loses the verb behind an aside between commas, and takes "On Monday Google" for one name.
_ASIDE = re.compile(
    r", (for (?:a time|now|the moment|the time being)|at (?:present|least for now)|temporarily|too|"
    r"also|however|meanwhile|by contrast|in turn|as well|likewise|though|again),"
)
_LABEL = re.compile(
    rf"^({_M})(?: \([^)]{{1,40}}\))?(?:: | [-–] )(?=[\w\"'])"
)  # "Microsoft: requests on hold"
_LABELLED_STATE = re.compile(
    rf"^({_M})(?:: | [-–] | ?\.\.\. ?| … ?)(?:all |both )?"
    r"(\w+ed|frozen|shut|withdrawn|on (?:hold|pause|ice))\b(?! by)",
    re.IGNORECASE,
)  # "Slack: paused in July"
_LABELLED_DOING = re.compile(rf"^({_M})(?:: | [-–] )(\w{{3,}}ing) ")  # "Slack: pausing reviews"
_LABELLED_ROUTE = re.compile(rf"^({_M})(?:: | [-–] )(?:only )?(via|through) ", re.IGNORECASE)
_ON_HOLD = re.compile(
    rf"^({_M}[^.]*?(?:: | [-–] )[^.]*?(?:requests|demands|orders|queries|inquiries)) "
    r"(?:put |placed )?on (?:hold|ice)\b"
)
_BEING_ON_HOLD = re.compile(
    rf"({_M}) (?:is|are|remains?|stays?|was|were)(?: still| also)? on (?:pause|hold)\b"
)
_FOLLOW = re.compile(rf"({_M}) follow(?=[.,;]|$)")
_SINCE_WHEN = re.compile(r"\b(had|has|have|is|are|was|were), (since [^,]{3,30}),")
_DAY_IN_BRACKETS = re.compile(r"(?<=day) \(\d{1,2}\)")  # "on Tuesday (8)"
_NO_APOSTROPHE = re.compile(
    r"(?<!\w)(are|is|do|does|did|wo|would|ca|could|have|has|had|was|were)nt\b", re.IGNORECASE
)
_ONCE_IN_FORCE = re.compile(
    r"^((?:Since|When|After|Until|Once|As) [^,]{3,70}? "
    r"(?:came in|(?:took|came into|went into) (?:force|effect)|was passed|began))"
    rf" (?=(?:it|they|we|he|she|the (?:company|firm)|{_M})\b)"
)
_STATES = re.compile(rf"({_M}) (?:states|notes|claims|reports|posts) that\b")
_OTHERS = re.compile(
    r", (?:of|from|based in) [A-Z]\w+(?: [A-Z]\w+)?,"
    r"|,? (?:among others|amongst others|and others|for one|for instance|for example),?(?= )"
)
_OPENING = re.compile(
    rf"^((?:(?:Late|Early|Also|Only|Then|But|And) )?"
    r"(?:[Oo]n|[Ll]ate on|[Ii]n|[Aa]s of|[Ss]ince|[Bb]y) "
    rf"(?:{_WEEKDAY}|[A-Z]\w+(?: \d+)?)(?: (?:morning|evening|night|afternoon))?) (?={_M})"
)


def _state(match: re.Match[str]) -> str:
    """Make a sentence of a line such as "Slack: paused", which leaves out what was paused."""
    stopped = re.match(
        r"(?:paused|suspended|stopped|halted|frozen|on (?:hold|pause|ice))\b", match[2], re.I
    )
    return f"{match[1]} has {'paused pleas' if stopped else match[2]}"


# Read in this order; a match's words that are left out leave no trace in the rewording.
LEFT_OUT: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_LABELLED_STATE, _state),
    (_ONCE_IN_FORCE, lambda m: f"{m[1]}, "),
    (_ON_HOLD, lambda m: f"{m[1]} are paused"),
    (_LABELLED_DOING, lambda m: f"{m[1]} is {m[2]} "),
    (_LABELLED_ROUTE, lambda m: f"{m[1]} takes pleas {m[2]} "),
    (_LABEL, lambda m: f"{m[1]} says "),
    (_STATES, lambda m: f"{m[1]} says that"),
    (_ASIDE, lambda m: f" {m[1]}"),
    (_OTHERS, lambda m: ""),
    (_OPENING, lambda m: f"{m[1]}, "),
    (_NO_APOSTROPHE, lambda m: f"{m[1]}n't"),
    (_DAY_IN_BRACKETS, lambda m: ""),
    (_FOLLOW, lambda m: f"{m[1]} will follow"),
    (_SINCE_WHEN, lambda m: f"{m[1]} {m[2]}"),
    (_BEING_ON_HOLD, lambda m: f"{m[1]} has paused pleas"),
)
