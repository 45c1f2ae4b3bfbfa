"""Google's table of requests that came by way of a treaty."""

HEADER = (
    "Period Ending,Country/Region of Origin,CLDR Territory Code,Assisting Country,"
    "User Data Diplomatic Legal requests"
)
# Real figures: a country assisted by two has two rows.
ROWS = (
    "2019-06-30,Albania,AL,United States,1",
    "2023-06-30,Hong Kong,HK,United States,1",
    "2023-06-30,Hungary,HU,Ireland,2",
    "2023-06-30,Hungary,HU,United States,6",
)


def files() -> dict[str, bytes]:
    """Give the table."""
    body = "".join(f"{line}\n" for line in (HEADER, *ROWS)).encode()
    return {"google-global-user-data-dlr-requests.csv": body}
