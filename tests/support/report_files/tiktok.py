"""Hold TikTok's table of requests for information, with its own header.

The rows of Hungary and of all countries are real; those of Iceland, and of emergency and
preservation requests, are made up, the names of their metrics by analogy.
"""

HEADER = (
    "replication_info,entity,aspect,metric_name,period,period_value,policy,policy_value,"
    "task,task_value,location,location_value,result,base,date"
)


def row(metric: str, period: str, country: str, result: str, *, date: str = "") -> str:
    """Write one metric of one country, or of ``All``."""
    location = "all" if country == "All" else "country_name"
    return (
        f",LIGR,LRFUI,{metric},half-year,{period},all,all,all,all,{location},{country},"
        f"{result},,{date}"
    )


def files() -> dict[str, bytes]:
    """Give one release; its half-years and the metrics in them are in no order."""
    legal_share = "Percentage of legal requests where some data was disclosed"
    emergency_share = "Percentage of emergency requests where some data was disclosed"
    lines = [
        HEADER,
        row("Total requests", "Jul-Dec 2025", "Hungary", "39.0"),
        row("Legal requests", "Jul-Dec 2025", "Hungary", "39.0"),
        row("Legal request accounts specified", "Jul-Dec 2025", "Hungary", "59.0"),
        row(legal_share, "Jul-Dec 2025", "Hungary", "0.487179487"),
        row("Total requests", "Jul-Dec 2025", "Iceland", "542.0"),
        row("Total requests", "Jan-Jun 2022", "Hungary", "10.0", date="20230120.0"),
        row(emergency_share, "Jul-Dec 2025", "Iceland", "1.0"),
        row("Emergency request accounts specified", "Jul-Dec 2025", "Iceland", "3.0"),
        row("Emergency requests", "Jul-Dec 2025", "Iceland", "2.0"),
        row("Preservation requests", "Jul-Dec 2025", "Iceland", "4.0"),
        row("Preservation request accounts specified", "Jul-Dec 2025", "Iceland", "6.0"),
        row("Total legal requests", "Jul-Dec 2025", "Iceland", "0.0"),
        row("Total emergency requests", "Jul-Dec 2020", "All", "409.0", date="20230120.0"),
        row("Total legal requests", "Jul-Dec 2020", "All", "765.0", date="20230120.0"),
    ]
    return {"CLIGR_2025H2_InformationRequests.csv": "\n".join([*lines, ""]).encode()}
