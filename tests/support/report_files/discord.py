"""Hold Discord's file of stacked tables, with its own titles and names of columns.

In the half-year the rows of governments are real, some of many, so that they do not add up to the
totals; the table of reports by users is made up, and so is all of the quarter.
"""


def files() -> dict[str, bytes]:
    """Give a half-year, and a quarter whose period stands in its name alone."""
    return {
        "Discord-Transparency-Report-H1-2024.csv": _table(
            "Discord January-June 2024 Transparency Report CSV,,,",
            ",,,",
            "Reports by Users,,,",
            "Category,Reports,Acted On,",
            "Spam,900,--,",
            ",,,",
            "US Gov Info Requests,,,",
            "Request Type,Requests,Information Produced,",
            'Search Warrants,"1,586",1495,',
            ",,,",
            'Total,"3,782","3,223",',
            ",,,",
            ",,,",
            "International Government Information Requests,,,",
            "Country,Requests,Information Produced,",
            "Hungary,10,0,",
            "United Kingdom,64,29,",
            ",,,",
            "Total,545,126,",
            ",,,",
            "Preservation Requests,,,",
            "Country,Requests,Complied,",
            "Taiwan,1,0,",
            'United States,"3,015","1,989",',
            ",,,",
            'Total,"3,235","2,081",',
            ",,,",
            "Emergency Requests,,,",
            "Country,Requests,Complied,",
            "Norway,1,0,",
            "New Zealand,1,1,",
            "Norway,4,3,",
            ",,,",
            "Total,539,314,",
        ),
        "Q4-2023.csv": _table(
            "Emergency Requests,,",
            "Country,Requests,Complied",
            "Iceland,2,--",
            "Total,2,--",
            "Government Requests,,",
            "International Government Information Requests,,",
            "Country,Requests,Information Produced",
            "Iceland,1,1",
            "Malta,,",
        ),
    }


def _table(*lines: str) -> bytes:
    return "\n".join([*lines, ""]).encode()
