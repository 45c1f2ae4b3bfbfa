"""List idioms that a small parser trips over, with the plain verb that says the same."""

import re

from pipeline.extract.silence import DETAIL, SILENCE

_STUDY = (
    r"(?:study|assess|review|digest|understand|consider|evaluate|examine|analy[sz]e|read|look|go"
    r"|work|think)"
)
_LAWYERS = r"(?:lawyers|counsel|legal (?:team|department|advisers)|law firm|experts)"

# What a company does while it reads the law.
_STUDYING = (
    (
        r"(?:need|needs|needed|wants|wanted|asked for) (?:more |further |some |extra )?time to"
        rf"(?= {_STUDY})",
        "began to",
    ),
    (
        r"(?:asked|instructed|told|hired|commissioned|engaged|tasked)"
        r" (?:(?:its|their|our|a|outside|external|local|own) )*"
        rf"{_LAWYERS} (?:to|with)(?= {_STUDY})",
        "began to",
    ),
    (
        r"(?:take|takes|taking|took|taken|have|having) an?(?:other)? (?:[\w-]+,? ){0,3}look at",
        "review",
    ),
    (
        r"(?:keep|keeps|keeping|kept) (?:(?:an?|its|their|our) )?(?:[\w-]+ )?"
        r"(?:eye|watch|tabs) on",
        "monitor",
    ),
    (
        r"(?:take|takes|taking|adopt|adopts|adopting) (?:a|its own) wait-and-see"
        r" (?:approach|attitude|stance|position) (?:to|on|towards?)",
        "monitor",
    ),
    (
        r"(?:try|tries|trying|seek|seeks|seeking|work|works|working|attempt|attempting|aiming) to"
        r" (?:(?:better|fully) )?(?:understand|work out|determine|establish|figure out|grasp|gauge"
        r"|make sense of)",
        "assess",
    ),
    (
        r"(?:await|awaits|awaiting|waiting for|waits for) (?:further |more |full |greater )?"
        r"(?:details?|clarity|clarification|guidance) (?:of|on|about|from)",
        "monitor",
    ),
    (
        r"(?:has|have|had|did)(?: not|n't)(?: yet)? (?:decided?|determined?|worked out"
        r"|made up (?:its|their|our) minds?)(?= (?:how|whether|what|on|if|about)\b)",
        "is still considering",
    ),
)

_SOURCE = (
    (r"(?:has|have|had) yet to", "did not"),
    (r"would (?:only|just|merely) (?:say|confirm)", "said"),
    *((source, "declined to enumerate") for source in DETAIL),
    *((source, "declined to comment") for source in SILENCE),
    *_STUDYING,
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
    (r"(?:call|calls|calling|called) (?:a )?(?:halt|stop) (?:to|on)", "pause"),
    (r"(?:call|calls|calling|called) time on", "close"),
    (r"(?:bring|brings|bringing|brought) to (?:a )?(?:halt|stop|standstill)", "halt"),
    (r"(?:come|comes|came|coming) to (?:a )?(?:halt|stop|standstill|end)", "stop"),
    (r"(?:hit|hits|hitting|press|pressed|presses|pressing) (?:the )?pause(?: button)? on", "pause"),
    (r"(?:pull|pulls|pulling|pulled) (?:the )?plug on", "close"),
    (r"(?:pull|pulls|pulling|pulled) out of", "leave"),
    (r"(?:pull|pulls|pulling|pulled) out(?=[.,;]|$)", "withdraw"),
    (r"(?:get|gets|getting|got|bow|bows|bowing|bowed) out of", "leave"),
    (r"(?:turn|turns|turning|turned) its back on", "leave"),
    (r"(?:wind|winds|winding|wound) (?:down|up)", "close"),
    (r"(?:shut|shuts|shutting|close|closes|closed|closing) (?:up )?shop", "leave"),
    (
        r"(?:(?:did|will|would|has|have|had)(?: not|n't)|won't|(?:decided|chose|opted) not to)"
        r" (?:renew|extend|renewed|extended)(?= (?:[\w'-]+ ){0,4}lease)",
        "has ended",
    ),
    (r"(?:switch|switched|turn|turned) the tap back on", "resume"),
    (r"left un(?:processed|answered|handled|touched)", "frozen"),
    (r"(?:go|stay|remain) un(?:processed|answered|handled|touched|opened)", "be frozen"),
    (r"(?:went|stayed|remained) un(?:processed|answered|handled|touched|opened)", "were frozen"),
    (r"gone un(?:processed|answered|handled|touched|opened)", "been frozen"),
    (r"lie un(?:processed|answered|handled|touched)", "be frozen"),
    (
        r"host(?= (?:(?:any|its|their|our|physical) )*(?:servers|data|machines|nodes|files)\b)",
        "run",
    ),
    (r"(?:pull|pulls|pulling|pulled) up stakes", "leave"),
    (r"(?:has|have|had) no (?:choice|option|alternative) but to", "had to"),
    (
        r"accessing(?= (?:the |its )?(?:new )?(?:\w+ )?law\b)",
        "assessing",
    ),  # a common slip of the pen
    (r"by way of", "through"),
    (r"in the words of", "according to"),
    (r"at any rate for now", "for now"),
    (r"for (?:the time being|the moment|a time)", "for now"),
    (
        r"(?:[Nn](?:one|either)|[Nn]ot one) of (?:the (?:two|three|four|five|six)|them|these|the)"
        r"(?: (?:companies|firms|providers|platforms))?(?= (?:had |has |have )?\w+ed\b)",
        "they never",
    ),
    (r"(?:None|Not one) of (?:the|its|their) (?:[\d,]+ )?(?=\w+s\b)", "no "),
)

IDIOMS = tuple(
    (re.compile(rf"(?<!\w){source}(?!\w)", re.IGNORECASE), verb) for source, verb in _SOURCE
)

_WELL = (
    r"(?:help|be good|bring|maintain|restore|ensure|benefit|contribute|strengthen|provide|create"
    r"|safeguard|promote|protect|preserve|support|be beneficial|be positive|improve)"
)
# To call the law good for business is to back it.
REPHRASED = (
    (
        re.compile(
            r"\b(?:believes?|believed|said|says|saying|thinks|expects|hopes|hoped)(?: that)?"
            r" (?P<law>the (?:new |national |security |proposed )*"
            r"(?:law|legislation|bill|measure))(?: \w+)? (?:could|can|would|will|should)"
            rf" (?:also )?{_WELL}\b[^.;]{{0,60}}?"
            r"(?:stability|prosperity|confidence|certainty|good for (?:business|Hong Kong))",
            re.IGNORECASE,
        ),
        r"supported \g<law>",
    ),
)
