"""Hold Twitter's two half-year tables, as they were to 2018.

The header of the requests for information is Twitter's own, the one of the removals is by analogy.
The removals of Hong Kong, France and Greece are real (2018 H2, out of a third party's copy); all
other rows are made up. The first reports printed "< 10", and had the half-year in the file name.
"""

INFORMATION = (
    "TIME PERIOD,COUNTRY,ISO CODE,ACCOUNT INFORMATION REQUESTS,"
    "PERCENTAGE WHERE SOME INFORMATION PRODUCED,ACCOUNTS SPECIFIED,FLAGS,LINKS,REPORT LINKS"
)
REMOVALS = (
    "TIME PERIOD,COUNTRY,ISO CODE,REMOVAL REQUESTS (COURT ORDERS),"
    '"REMOVAL REQUESTS (GOVERNMENT AGENCY, POLICE, OTHER)",'
    "PERCENTAGE WHERE SOME CONTENT WITHHELD,ACCOUNTS SPECIFIED,ACCOUNTS WITHHELD,TWEETS WITHHELD"
)


def files() -> dict[str, bytes]:
    """Give a file with the half-year in its column, one without, and one of removals."""
    return {
        "information-requests-report-jul-dec-2014.csv": _table(
            INFORMATION,
            "July - December 2014,Australia,AU,14,50%,22,,,",
            "July - December 2014,Hong Kong,HK,3,-,3*,,,",
            'July - December 2014,United States,US,"1,622*",80%,"3,299",,,',
            'July - December 2014,TOTAL,,"2,871",52%,"7,144",,,',
        ),
        "information-requests-report-jan-jun-2012.csv": _table(
            INFORMATION,
            ",Hong Kong,HK,< 10,0%,< 10,,,",
            ",Japan,JP,98,20%,147,,,",
            ",TOTAL,,849,63%,1181,,,",
        ),
        "removal-requests-report-jul-dec-2018.csv": _table(
            REMOVALS,
            "July - December 2018,France,FR,0,110,8%,126,1,6",
            "July - December 2018,Greece,GR,0,1,0%,2,0,0",
            "July - December 2018,Hong Kong,HK,0,2,0%,2,0,0",
            "July - December 2018,Norway,NO,-,1,0%,1,0,0",
            "July - December 2018,TOTAL,,0,114,8%,131,1,6",
        ),
    }


def _table(*lines: str) -> bytes:
    return "\r\n".join([*lines, ""]).encode()
