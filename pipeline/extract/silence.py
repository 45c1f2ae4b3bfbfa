"""List the many ways in which a company says nothing, all read as "declined to comment".

``SILENCE`` are patterns for the words of a verb, ``DETAIL`` those that keep back a detail only;
``silent`` rewords sentences that name the silent company elsewhere than as the verb's subject.
"""

import re

from pipeline.extract.mentions import STAND_INS

_NAME = STAND_INS

_NOW = r"(?:(?:immediately|at once|yet|so far|directly|publicly|further|formally|specifically) )*"
_MANY = (
    r"(?:(?:an?|any|our|the|its|more|all|multiple|several|many|two|three|repeated|numerous"
    r"|further|detailed|written|e-?mailed|follow-up|specific|other|press|media|immediate"
    r"|reporters'|journalists'|formal|official|direct) )*"
)
_ASKS = (
    r"(?:questions?|inquir(?:y|ies)|enquir(?:y|ies)|quer(?:y|ies)"
    r"|(?:requests?|pleas?) for (?:an? |further )?"
    r"(?:comment|clarification|interview|response|information))"
)
# "inquiries from the city's investigators" are what the law is about, not what a newsroom asks.
_NOT_THEIRS = (
    r"(?! (?:(?:made|sent) )?(?:from|by|of) [^,.]{0,40}"
    r"(?:police|government|authorit|investigator|official|court|agenc|officer|user|customer))"
)
_MAIL = (
    r"(?:phone calls?|calls?|messages?|e-?mails?|voicemails?|letters?|texts?|the phone|phones)"
    r"(?: (?:for|seeking) (?:a )?comment)?" + _NOT_THEIRS
)
_NO = (
    r"(?:(?:declin|refus)(?:ed|es|e|ing) to|(?:would|will|could|can)(?: not|n't)|won't|cannot"
    r"|(?:chose|preferred|opted|elected|decided) not to|(?:was|were) un(?:able|willing) to"
    r"|(?:did|does|do)(?: not|n't) (?:want|wish) to)"
)
_DID_NOT = r"(?:(?:did|do|does|has|have|had|would|could)(?: not|n't)|never|failed to|fails to)"
_TELL = (
    r"(?:say|specify|disclose|reveal|clarify|detail|explain|divulge|state|share|indicate"
    r"|tell \w+|spell out)"
)
_WHAT = r"(?:whether|if|how|what|when|why|which|where|who)"
_STAY = (
    r"(?:is|are|was|were|kept|keeps|stayed|remained|remains"
    r"|(?:has|have|had) (?:(?:so far|thus far|long|also) )?"
    r"(?:been|remained|stayed|kept))"
)

DETAIL = (
    rf"{_NO} {_NOW}{_TELL}(?= (?:how (?:many|much)|which|when|why|where|who|the number)\b)",
    rf"{_NO} {_NOW}say(?: more| further)?(?= about\b|[.,;]|$)",
    rf"{_NO} (?:go into|give|provide|offer) (?:any |further |more )?details?",
)
SILENCE = (
    rf"{_NO} {_NOW}{_TELL}(?= (?:on )?{_WHAT}\b)",
    rf"{_NO} {_NOW}(?:say(?! that\b)|elaborate|discuss|be drawn|confirm|comment"
    rf"|answer(?= {_WHAT}\b))"
    rf"(?: (?:or|nor) (?:deny|comment|confirm))?(?: further)?(?! or )",
    r"(?:would|will) neither confirm nor deny",
    rf"{_NO} (?:give|provide|offer|issue|make) {_MANY}(?:comment|response|answer|reply|statement)",
    rf"{_NO} be (?:interviewed|quoted)",
    rf"{_DID_NOT} {_NOW}(?:give|given|provide|provided|offer|offered|issued?|made?|make)"
    rf" {_MANY}(?:comment|response|answer|reply)",
    r"(?:give|gives|gave|given|giving|offer|offers|offered|made?|makes?|provided|sent) no"
    r" (?:(?:immediate|further|public|official) )?(?:answer|comment|explanation|reply|response)\b"
    r"(?! to (?:\w+ )*(?:police|officers?|authorities|courts?))",
    r"(?:had|has|have) no (?:(?:immediate|further|public|official) )?comment(?: to make)?",
    r"(?:had|has|have) no immediate (?:answer|reply|response)",
    rf"(?:did|does|do)(?: not|n't) {_NOW}have (?:an?|any) (?:immediate )?(?:comment|response)",
    rf"{_DID_NOT} {_NOW}(?:return|answer|acknowledge|pick up|picked up|re(?:ply|plied|spond) to"
    rf"|responded to)(?:ed)? {_MANY}{_MAIL}",
    rf"{_DID_NOT} {_NOW}(?:respond|responded|reply|replied) (?:to|when|after being)"
    rf" (?:{_MANY}{_ASKS}{_NOT_THEIRS}|asked)",
    rf"{_DID_NOT} {_NOW}(?:address|answer)(?:ed)? {_MANY}{_ASKS}{_NOT_THEIRS}",
    rf"{_DID_NOT} {_NOW}(?:get|got|gotten) back(?: to (?:us|me|reporters|the \w+))?",
    r"could not (?:immediately |at once )?be (?:reached|contacted)(?: for (?:a )?comments?)?",
    rf"left (?:[\w']+ ){{0,3}}{_ASKS}(?: (?:about|on|regarding)(?: [\w'-]+){{1,6}}?)?"
    r" (?:unanswered|with no answer|without (?:an )?answer)",
    r"(?:(?:is|was|were|are)(?: not|n't) (?:immediately |at once )?available"
    r"|(?:was|were) unavailable) (?:for|to) comment",
    r"(?:kept|keeps|keeping) (?:its|their) (?:own )?counsel",
    rf"{_STAY}(?: largely| otherwise| so far)? (?:silent|quiet|mum|tight-lipped)",
    r"(?:passed|passed up|passed on|turned down|declined) the (?:chance|opportunity) to comment",
    r"(?:has|have|had) nothing (?:more |further |else |new )?to (?:say|add|share|announce|report)",
    rf"(?:referred|directed|redirected|deferred) {_MANY}(?:{_ASKS}|reporters|journalists)"
    rf"{_NOT_THEIRS}",
    rf"(?:dodged|sidestepped|evaded|ducked|ignored|deflected|brushed (?:off|aside)|skirted)"
    rf" {_MANY}{_ASKS}",
    rf"(?:declined|refused|turned down|rejected) {_MANY}(?:interviews?|{_ASKS})(?: requests?)?",
    r"(?:withheld|reserved) comment",
    r"(?:mum|silent|tight-lipped)(?= (?:on|over|about)\b)",
)

_LETTERS = (
    r"(?:requests?|calls?|messages?|e-?mails?|questions?|queries|query|inquir(?:y|ies)"
    r"|enquir(?:y|ies)|letters?|attempts?|texts?)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|week)"
# "A request for comment sent to Google on the law was not answered".
_UNANSWERED = (
    rf"(?:(?:an?|repeated|our|several|multiple|further|the|all|two|three|written|phone|detailed"
    rf"|e-?mailed|her|his|both|numerous) )*(?<![\w-]){_LETTERS}"
    r"(?: (?:for|seeking) (?:a |further )?comment| for information"
    r"| (?:sent|put|made|addressed|emailed|left|submitted))*(?: (?:to(?: reach)?|at|for|with))?"
    rf" (?P<who>{_NAME})(?:'s?(?: [\w-]+){{1,4}}?)?"
    r"(?P<about> (?:about|on|regarding|concerning)[^,;.]{3,80}?)?"
    rf"(?: (?:on|this|last) {_DAY})?"
    r" (?:went|were|was|remained|remain|are|is|(?:have|has|had) (?:been|gone))"
    r"(?: also| all| both| still| not| immediately| left| met| yet| so far)*"
    r" (?:un(?:answered|returned|successful)|(?<=not )(?:answered|returned|acknowledged)"
    r"|(?<=immediately )(?:answered|returned)|ignored|(?:with|by) (?:silence|no reply)"
    r"|without (?:an? )?(?:answer|reply|response))"
)
_NO_WORD = (
    r"(?:(?:There (?:was|has been|had been|is)|We (?:have )?(?:had|got|received|heard)) )?"
    r"(?:still |as yet )?(?:no (?:immediate |further )?(?:reply|answer|comment|response|word)\b"
    r"|nothing)(?: yet| so far)? (?:(?:was|came|had come|has come) )?(?:forthcoming )?"
    rf"from (?P<who>{_NAME})"
)
_NOBODY = (
    r"(?:no ?one|nobody|no (?:spokes\w+|representatives?|officials?|executives?))"
    rf" (?:at|from|for|with) (?P<who>{_NAME})(?:'s(?: [\w-]+){{1,4}}?)?"
    r" (?:(?:was|were|could be|would|had|has|could|is)(?: immediately| at once)?"
    r" (?:available|reached|comment(?:ed)?|respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|speak)"
    r"|answered|responded|replied|picked up|returned)"
    r"(?: to (?:comment|respond)| for (?:a )?comment| (?:the|its|their) (?:phone|calls?))*"
)
_LABELLED = (
    rf"^(?P<who>{_NAME})(?: \([^)]{{1,40}}\))?(?:: | [-–] )"
    r"no (?:answer|comment|reply|response|word)\b(?! to (?:\w+ )*(?:police|data|HK))"
)
# "Google, asked whether it would leave, did not reply" keeps its verb from its subject.
_QUESTION = (
    r"(?:(?:when|once|which was|who was) )?"
    r"(?P<asked>(?:asked|contacted|approached|pressed|questioned)\b[^,;]{0,160})"
)
_REPLY = (
    r"(?P<reply>(?:also |both )?(?:declined|did|would|refused|had|has|gave|kept|offered|made)"
    r"[^,.;:]*)"
)
_ASKED = rf"(?P<who>{_NAME}), {_QUESTION}, {_REPLY}"
_ASKED_FIRST = rf"^{_QUESTION}, (?P<who>{_NAME}) {_REPLY}"
_NEITHER = (
    rf"neither (?P<who>{_NAME}) (?P<verb>would|will|could|has|have|had|is|are|was|were|did)(?= )"
)
_NEITHER_DID = (
    r"neither (?:of them )?(?P<verb>would|will|had|has|have) "
    r"(?=(?:yet )?(?:comment|respond|repl|say|answer|return|agree))"
)
_UNHEARD = (
    r"(?:(?:We|I|This newspaper|The [A-Z]?\w+) (?:have |has )?)?"
    r"(?:asked|contacted|approached|e-?mailed|reached out to|wrote to|written to)"
    rf" (?P<who>{_NAME})(?P<about>[^.;]{{0,120}}?),? (?:and|but)(?: we)? (?:has|have|had)"
    r"(?: not|n't) (?:yet )?(?:heard back|(?:received|had|got) an? (?:reply|answer|response))"
)
NAMED = tuple(
    (re.compile(rf"(?<![\w'-]){source}" if source[0] != "^" else source, re.IGNORECASE), new)
    for source, new in (
        (_UNHEARD, r"\g<who> declined to comment\g<about>"),
        (_LABELLED, r"\g<who> declined to comment"),
        (_NO_WORD, r"\g<who> declined to comment"),
        (_NOBODY, r"\g<who> declined to comment"),
        (_UNANSWERED, r"\g<who> declined to comment\g<about>"),
        (_ASKED, r"\g<who> \g<reply> when \g<asked>"),
        (_ASKED_FIRST, r"\g<who> \g<reply> when \g<asked>"),
        (_NEITHER, r"\g<who> \g<verb> not"),
        (_NEITHER_DID, r"they \g<verb> not "),
    )
)
