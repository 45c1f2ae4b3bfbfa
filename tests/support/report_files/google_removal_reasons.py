"""Google's table of requests to remove content, by product and reason."""

HEADER = "Period Ending,Country/Region,CLDR Territory Code,Product,Reason,Total"
# Real figures.
ROWS = (
    "2019-06-30,Hong Kong,HK,YouTube,Defamation,3",
    "2019-06-30,Hong Kong,HK,YouTube,Fraud,2",
    "2019-12-31,Hong Kong,HK,Google Maps,National Security,1",
    "2021-12-31,Hong Kong,HK,YouTube,Electoral Law,11",
)


def files() -> dict[str, bytes]:
    """Give the table."""
    body = "".join(f"{line}\n" for line in (HEADER, *ROWS)).encode()
    return {"google-government-detailed-removal-requests.csv": body}
