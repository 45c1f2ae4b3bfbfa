"""Google's table of requests to remove content; one name of a column ends in a blank."""

HEADER = (
    "Period Ending,Country/Region,CLDR Territory Code,Requestor,Number of Requests,"
    "Items Requested To Be Removed,% Removed-Legal,% Removed-Policy,% Content Not Found,"
    "% Not Enough Information ,% No Action Taken,% Content Already Removed"
)
# Real figures: neither, one and both of the shares that were removed.
ROWS = (
    "2019-06-30,Hong Kong,HK,Data Protection Authority,2,8,,,,,100,",
    "2019-06-30,Hong Kong,HK,Police,8,8,,38,,25,25,13",
    "2020-06-30,Hong Kong,HK,Government Officials,2,10,100,,,,,",
    "2020-06-30,Hong Kong,HK,Police,10,106,,1,1,8,91,",
    "2022-06-30,Hong Kong,HK,Police,18,106,2,4,13,60,20,1",
    "2019-06-30,Albania,AL,Other,129,132,100,,,,,",
)


def files() -> dict[str, bytes]:
    """Give the table."""
    body = "".join(f"{line}\n" for line in (HEADER, *ROWS)).encode()
    return {"google-government-removal-requests.csv": body}
