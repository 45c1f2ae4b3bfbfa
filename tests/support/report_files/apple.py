"""Apple's tables, one for each kind of request, and the zip that they come in."""

import io
import zipfile

START = "TR Period,TR Start Date,TR End Date,Country/Region,"
PROVIDED = "Requests where Data Provided,Percentage of Requests where Data Provided"
APPS = (
    "Apps Specified in Requests,Requests Objected to in Part or Rejected in Full,"
    "Requests where App Removed,Apps Removed,Appeals Received,Appeals Granted,Apps Reinstated"
)
# Real headers and real figures, but for the last two tables: their headers were not seen, so they
# are made up by analogy, and so are their figures.
TABLES = {
    "device_requests.csv": (
        f"{START}Device Requests Received,Devices Specified in Requests,{PROVIDED}",
        "2019 H1,1/1/19,6/30/19,Hong Kong,358,687,325,91%",
        "2020 H2,7/1/20,12/31/20,Hong Kong,14,20,2,14%",
        "2022 H2,7/1/22,12/31/22,China mainland,1298,2139,1261,97%",
    ),
    "financial_identifier_requests.csv": (
        f"{START}Financial Identifier Requests Received,"
        f"Financial Identifiers Specified in Requests,{PROVIDED}",
        "2020 H2,7/1/20,12/31/20,Hong Kong,185,877,97,52%",
    ),
    "account_requests.csv": (
        f"{START}Account Requests Received,Accounts Specified in Requests,"
        "Requests Challenged in Part or Rejected in Full,"
        "Requests where Only Non-Content Data Provided,Requests where Content Provided,"
        "Percentage of Requests where Data Provided",
        "2020 H2,7/1/20,12/31/20,Hong Kong,8,12,4,4,0,50%",
        "2022 H2,7/1/22,12/31/22,China mainland,49,149,10,30,5,71%",
    ),
    "emergency_requests.csv": (
        f"{START}Emergency Requests Received,Requests Rejected/Challenged and No Data Provided,"
        f"Requests where No Data Provided,{PROVIDED}",
        "2015 H1,1/1/15,6/30/15,Austria,1, -, -, -, -",
        "2022 H2,7/1/22,12/31/22,United Kingdom,580,11,32,537,93%",
    ),
    "digital_content_provider_requests.csv": (
        f"{START}Digital Content Provider Requests Received,"
        f"Requests Objected in Part or Rejected in Full,{PROVIDED}",
        "2022 H1,1/1/22,6/30/22,Hong Kong,2,1,1,50%",
    ),
    "account_restriction_deletion_requests.csv": (
        f"{START}Account Restriction/ Account Deletion Requests Received,"
        "Accounts Specified in the Requests,Requests Rejected/Challenged where No Action Taken,"
        "Requests where Account Restricted,Requests where Account Deleted",
        "2018 H2,7/1/18,12/31/18,Hong Kong,1,1,1,0,0",
        "2022 H2,7/1/22,12/31/22,United States of America,27,41,4,21,1",
    ),
    "account_preservation_requests.csv": (
        "TR Date,TR Start Date,TR End Date,Country/Region,Account Preservation Requests Received,"
        "Accounts Specified in Requests,Accounts where Data Preserved",
        "2021 H1,1/1/21,6/30/21,Austria,5,16,14",
    ),
    "app_takedown_legal_violation_requests.csv": (
        f"{START}Legal Violation Takedown Requests Received,{APPS}",
        "2018 H2,7/1/18,12/31/18,China mainland,56,626,2,55,517, -, -, -",
        "2020 H1,1/1/20,6/30/20,Taiwan,1,1,0,1,1,1,1,1",
    ),
    "app_takedown_platform_policy_violation_requests.csv": (
        f"{START}Platform Policy Violation Takedown Requests Received,{APPS}",
        "2020 H1,1/1/20,6/30/20,China mainland,3,5,1,2,4,0,0,0",
    ),
    "push_token_requests.csv": (
        f"{START}Push Token Requests Received,Push Tokens Specified in Requests,{PROVIDED}",
        "2022 H2,7/1/22,12/31/22,United States of America,70,794,52,74%",
    ),
}


def files() -> dict[str, bytes]:
    """Give each table by itself."""
    return {name: table(*lines) for name, lines in TABLES.items()}


def table(*lines: str) -> bytes:
    """Write lines as Apple does: CRLF, and none after the last."""
    return "\r\n".join(lines).encode()


def zipped() -> bytes:
    """Give all tables in one zip, each with the shadow that macOS adds to it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files().items():
            archive.writestr(f"Apple_Transparency_Report/{name}", body)
            archive.writestr(
                f"__MACOSX/Apple_Transparency_Report/._{name}", b"\0\5\x16\7\0\2\0\0Mac OS X"
            )
    return out.getvalue()
