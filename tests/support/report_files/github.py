"""Hold GitHub's three tables by calendar year, with their own headers.

The rows of the takedowns are real (github/transparency, CC BY 4.0), some of many. Those of the
requests for user data are made up.
"""


def files() -> dict[str, bytes]:
    """Give the takedowns received, those processed, and the requests for user data."""
    return {
        "government_takedowns_received.csv": _table(
            "year,government,government_iso2_code,count_received",
            "2021,China,CN,4",
            "2021,Hong Kong,HK,1",
            "2021,Russia,RU,19",
            "2022,Russia,RU,11",
        ),
        "government_takedowns_processed.csv": _table(
            "year,government,government_iso2_code,type,count_processed,count_repos_affected,"
            "count_pages_affected,count_accounts_affected",
            "2021,Russia,RU,Local law,17,21,15,16",
            "2021,Hong Kong,HK,Local law,1,9,3,7",
            "2021,China,CN,Local law,2,38,0,27",
            "2021,China,CN,Terms of service,2,6,0,2",
            "2022,Russia,RU,Local law,0,0,0,0",
            "2022,Russia,RU,Terms of service,5,7,7,12",
        ),
        "cross_border_data_requests.csv": _table(
            "year,government,government_iso2_code,count",
            "2020,France,FR,2",
            "2020,India,IN,5",
            "2021,Spain,ES,1",
        ),
    }


def _table(*lines: str) -> bytes:
    return "\n".join([*lines, ""]).encode()
