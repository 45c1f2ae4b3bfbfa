"""Hold the words that dates are written with; tables only, no rules."""


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set: tables of words stay readable in that form."""
    return frozenset(words.split())


_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_WEEKDAY_NAMES = (
    ("monday", "mon"),
    ("tuesday", "tues", "tue"),
    ("wednesday", "weds", "wed"),
    ("thursday", "thurs", "thur", "thu"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names}
FULL_MONTHS = frozenset(names[0] for names in _MONTH_NAMES)

SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "latter": 2,
}
_CENTURY_NAMES = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh
    twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    twenty-first"""
CENTURIES = {name: number for number, name in enumerate(_CENTURY_NAMES.split(), 1)}
DAYS_IN_WORDS = {
    name: number
    for number, name in enumerate(
        [
            *_CENTURY_NAMES.split(),
            *(f"twenty-{name}" for name in _CENTURY_NAMES.split()[1:9]),
            "thirtieth",
            "thirty-first",
        ],
        1,
    )
}
DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}
# -1 points back from the day of publication, 0 to the period around it, 1 ahead.
TURNS = {
    "last": -1,
    "previous": -1,
    "prior": -1,
    "preceding": -1,
    "past": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
    "upcoming": 1,
    "that": 0,
    "same": 0,
}
# These count from the date told last, not from publication.
TOLD_TURNS = word_set("previous prior preceding following that same")

# Words that come after a number and make it a measure, never a year ("in 1990 points").
MEASURES = word_set(
    """points percent pct per miles kilometers kilometres km meters metres feet acres tons tonnes
    barrels pounds calories minutes seconds hours days weeks months years megawatts mhz mb gb kg
    degrees vision gmt utc est edt pst pdt hrs local times"""
)
# Words that make it a count, unless "in" or "since" stands before ("In 1990 voters chose").
COUNTED = word_set(
    """people shares votes troops soldiers men women workers employees jobs dollars euros yen yuan
    francs marks pages words homes houses units cars planes copies students children members
    residents visitors inmates prisoners refugees rooms seats stores names delegates officers
    police protesters demonstrators guests passengers patients cases deaths requests accounts
    items users voters families villages companies schools players fans"""
)
# Words in the plural that have a year: "cut 1990 sales", "the 1988 games".
YEARLY = word_set(
    """earnings sales results profits figures levels estimates forecasts elections games models
    prices revenues losses exports imports deliveries shipments standards taxes rates highs lows
    olympics playoffs negotiations talks riots protests attacks campaigns budgets accords
    agreements goals targets totals orders crops harvests expenses costs dividends records
    hostilities hearings amendments reforms sanctions"""
)
# A weekday before one of these is that of its date: "in a Wednesday statement".
HAPPENINGS = word_set(
    """statement post posting blog tweet message memo letter email e-mail note notice filing release
    report article story column editorial op-ed interview speech address remarks announcement
    briefing conference call appearance testimony hearing ruling decision verdict order opinion
    vote ballot referendum election runoff meeting summit session gathering debate deadline
    attack bombing raid shooting blast explosion strike assault ambush crash accident fire
    earthquake quake storm protest rally demonstration march vigil funeral ceremony launch
    auction sale deal arrest visit trip game match loss win victory defeat
    broadcast telecast update advisory alert presentation lawsuit complaint motion"""
)
# Capitalised words before a number that make it a name ("Windows 2000", "Room 2020").
NUMBERED = word_set(
    """windows office room boeing airbus no number flight highway route section article chapter
    page suite box model series channel area version unit agenda resolution studio xbox expo
    district hall gate apt apartment building exchange server project top lot bus train code form"""
)
