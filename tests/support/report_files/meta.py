"""Meta's tables with their four headers, each with the bytes of its time."""

HEAD = ("Preservation Requests", "Preservation Accounts Preserved")
AFTER = ("Takedown reports", "Percent Witheld", "Internet Disruptions")
TOTALS = ("Total Requests", "Legal Process Request Total", "Emergency Request Total")
PRODUCED = (
    "Number of Requests Where Some Data Produced",
    "Legal Number of Requests Where Some Data Produced",
    "ER Number of Requests Where Some Data Produced",
)
PARTS = (
    "Search Warrant",
    "Subpoena",
    "Court Order (Other)",
    "MLAT Search Warrant",
    "MLAT Order",
    "Court Order (18 USC 2703(d))",
    "Pen Register/Trap and Trace",
    "Title III",
    "FISA Content Requests",
    "FISA Non-Content Requests",
    "NSLs",
)


def header(*, restricted: str | None, produced: bool, disclosures: bool = False) -> str:
    """Write one of the four headers."""
    columns = ["Country", *([restricted] if restricted else []), *HEAD]
    columns += AFTER if restricted else ()
    for total, answered in zip(TOTALS, PRODUCED, strict=True):
        columns += [total, *([answered] if produced else [])]
        columns += [f"{total} Accounts", f"{total} Percentage"]
    for part in (*(["Emergency Disclosures"] if disclosures else []), *PARTS):
        columns += [part, f"{part} Accounts", f"{part} Percentage"]
    return ",".join(columns)


UNTIL_2017_H1 = header(restricted="Content Restricted", produced=False, disclosures=True)
UNTIL_2018_H2 = header(restricted="Content Restrictions", produced=False)
OF_2019_H1 = header(restricted="Content Restrictions", produced=True)
SINCE_2019_H2 = header(restricted=None, produced=True)
BOM = "\ufeff"


def name(half: str) -> str:
    """Give the name of a file, which alone tells its period, such as 2021_H1."""
    return f"PRPL-Facebook-Government-Report-{half}.csv"


def table(head: str, *rows: str, end: str = "\n", bom: bool = False) -> bytes:
    """Write rows under a header, each as wide as it."""
    columns = head.count(",") + 1
    full = [row + "," * (columns - 1 - _commas(row)) for row in rows]
    return ((BOM if bom else "") + end.join([head, *full])).encode()


def _commas(row: str) -> int:
    return sum(part.count(",") for part in row.split('"')[::2])


def files() -> dict[str, bytes]:
    """Give a file of each header, with real figures of few countries."""
    return {
        name("2013_H1"): table(
            UNTIL_2017_H1,
            "Hong Kong,0,,,0,0,,1,1,100%",
            'United States,0,,,0,0,,"11,000 - 12,000","20,000 - 21,000",79%',
            'India,0,,,0,0,,"3,245","4,144",50%',
            bom=True,
        ),
        name("2018_H2"): table(
            UNTIL_2018_H2,
            "Afghanistan,0,5,5,0,0,0,0,0,0%,0,0,0%,0,0,0%",
            "Hong Kong,5,22,26,0,0,0,212,230,48%,209,227,47%,3,3,100%",
            "Russia,1537,1,1,0,0,0,3,3,0%,3,3,0%,0,0,0%",
            bom=True,
        ),
        name("2019_H1"): table(
            OF_2019_H1,
            "Hong Kong,8,30,30,,,,143,94,180,66%,140,92,177,66%,3,2,3,67%",
            'India,1250,2220,3252,,,,22684,12322,33324,54%,21069,11432,29094,54%,"1,615",890,'
            '"4,230",55%',
            bom=True,
        ),
        name("2019_H2"): table(
            SINCE_2019_H2,
            "Hong Kong,48,52,241,110,257,46%,236,106,252,45%,5,4,5,80%",
            'United States,"65,839","110,870",51121,44744,82321,88%,47958,42302,77914,88%,3163,'
            '2442,4407,77%,"29,096","44,114",88%',
            end="\r",
            bom=True,
        ),
        name("2021_H1"): table(
            SINCE_2019_H2,
            "Hong Kong,31,32,152,0,177,0%,150,0,174,0%,2,0,3,100%",
            "Macau,0,0,2,2,2,100%,2,2,2,100%,0,0,0,0%",
        ),
    }
