"""List idioms that a small parser trips over, with the plain verb that says the same."""

import re

_SOURCE = (
    (
        r"(?:put|puts|putting|placed|placing|place) (?:a|an|its|their) (?:temporary )?"
        r"(?:hold|freeze|stop|pause|halt) (?:on|to)",
        "pause",
    ),
    (r"(?:put|puts|putting|placed|placing|place) on (?:hold|pause|ice)", "pause"),
    (
        r"(?:(?<=is )|(?<=are )|(?<=was )|(?<=were )|(?<=be )|(?<=been )|(?<=remain )|(?<=ains ))"
        r"(?:on|in) (?:a )?(?:hold|pause|ice)",
        "paused",
    ),
    (r"(?:call|calls|calling|called) (?:a )?(?:halt|stop|time) (?:to|on)", "pause"),
    (r"(?:bring|brings|bringing|brought) to (?:a )?(?:halt|stop|standstill)", "halt"),
    (r"(?:come|comes|came|coming) to (?:a )?(?:halt|stop|standstill|end)", "stop"),
    (r"(?:hit|hits|hitting|press|pressed|presses|pressing) (?:the )?pause(?: button)? on", "pause"),
    (r"(?:pull|pulls|pulling|pulled) (?:the )?plug on", "close"),
    (r"(?:pull|pulls|pulling|pulled) out of", "leave"),
    (r"(?:pull|pulls|pulling|pulled) out(?=[.,;]|$)", "withdraw"),
    (r"(?:get|gets|getting|got|bow|bows|bowing|bowed) out of", "leave"),
    (r"(?:turn|turns|turning|turned) its back on", "leave"),
    (r"(?:wind|winds|winding|wound) (?:down|up)", "close"),
    (r"(?:shut|shuts|shutting) (?:up )?shop", "leave"),
    (r"(?:has|have|had) nothing to add", "declined to comment"),
    (
        r"(?:give|gives|gave|giving|given) no (?:answer|comment|reply|response)",
        "decline to comment",
    ),
    (
        r"(?:offer|offers|offered|made|make) no (?:answer|comment|reply|response)",
        "decline to comment",
    ),
    (r"could not (?:immediately |at once )?be reached(?: for comment)?", "declined to comment"),
    (
        r"left (?:the )?(?:[\w']+ ){0,3}questions? (?:un|with no )answer(?:ed)?",
        "declined to comment",
    ),
    (r"(?:was|were) not (?:immediately |at once )?available for comment", "declined to comment"),
    (r"(?:would|will) neither confirm nor deny", "declined to comment on"),
    (r"(?:would not|wouldn't|could not|declined to|refused to) be drawn", "declined to comment"),
    (r"(?:kept|keeps|keeping) (?:its|their) (?:own )?counsel", "declined to comment"),
    (
        r"(?:would not|wouldn't|declined to|refused to) discuss"
        r"(?= (?:the matter|it|how|whether)\b|[.,;]|$)",
        "declined to comment",
    ),
    (r"(?:has|have|had) yet to (?:get back|respond|reply|answer)(?: to us)?", "did not reply"),
    (r"(?:kept|stayed|remained|keeps|remains) (?:silent|quiet|mum)", "declined to comment"),
    (r"passed up the (?:chance|opportunity) to comment", "declined to comment"),
    (r"(?:has|have|had) nothing to say", "declined to comment"),
    (r"(?:failed|fails) to (?:respond|reply|return (?:calls|messages|e-?mails))", "did not reply"),
    (r"(?:switch|switched|turn|turned) the tap back on", "resume"),
    (r"(?:has|have|had) no comment(?: to make)?", "declined to comment"),
    (r"left un(?:processed|answered|handled|touched)", "frozen"),
    (r"lie un(?:processed|answered|handled|touched)", "be frozen"),
    (r"by way of", "through"),
    (r"in the words of", "according to"),
    (r"at any rate for now", "for now"),
    (r"for (?:the time being|the moment|a time)", "for now"),
    (
        r"[Nn](?:one|either) of (?:the (?:two|three|four|five|six)|them|these|the)"
        r"(?: (?:companies|firms|providers|platforms))?(?= (?:had |has |have )?\w+ed\b)",
        "they never",
    ),
    (r"None of (?:the|its|their) (?:[\d,]+ )?(?=\w+s\b)", "no "),
)

IDIOMS = tuple(
    (re.compile(rf"(?<!\w){source}(?!\w)", re.IGNORECASE), verb) for source, verb in _SOURCE
)
