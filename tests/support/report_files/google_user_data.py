"""Google's table of requests for user data, and the zip that it comes in."""

import io
import zipfile

from report_files import google_treaty

NAME = "google-global-user-data-requests.csv"
HEADER = (
    "Period Ending,Country/Region,CLDR Territory Code,Legal Process,User Data Requests,"
    "Percentage disclosed,Accounts"
)
# Real figures: before anything but requests was counted, blanks, three kinds, names beyond ASCII.
ROWS = (
    "2010-06-30,Hong Kong,HK,All,50,0,0",
    "2010-12-31,Hong Kong,HK,All,90,59,0",
    "2011-06-30,Hong Kong,HK,All,123,42,123",
    "2019-12-31,Hong Kong,HK,Other Legal Requests,48,77,66",
    "2019-12-31,Hong Kong,HK,Preservation Requests,1,,6",
    "2020-06-30,Côte d’Ivoire,CI,Other Legal Requests,2,0,2",
    "2020-12-31,Hong Kong,HK,Emergency Disclosure Requests,1,100,1",
    "2020-12-31,Hong Kong,HK,Other Legal Requests,42,5,46",
    "2021-06-30,China,CN,Requests for data of local subsidiary,,,",
    "2023-06-30,United Kingdom,GB,CLOUD ACT - OPOs,0,0,0",
    "2023-06-30,United Kingdom,GB,CLOUD Act - IPA CDRs,6,83,7",
)


def files() -> dict[str, bytes]:
    """Give the table with the newer and with the older names of its columns."""
    older = HEADER.replace(
        "Percentage disclosed", "Percentage of requests where some data produced"
    ).replace("Accounts", "Users/Accounts Specified")
    return {
        NAME: table(HEADER, *ROWS),
        "google-user-data-older-header.csv": table(older, *ROWS[:3]),
    }


def table(*lines: str) -> bytes:
    """Write lines as Google does: UTF-8 without a mark, and LF."""
    return "".join(f"{line}\n" for line in lines).encode()


def zipped() -> bytes:
    """Give both tables of requests for user data in one zip, in a folder, with a README."""
    folder, out = "google-user-data-requests/", io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(folder, b"")
        archive.writestr(f"{folder}README.txt", b"What the columns of these two tables mean.\n")
        archive.writestr(f"{folder}{NAME}", table(HEADER, *ROWS))
        for name, body in google_treaty.files().items():
            archive.writestr(f"{folder}{name}", body)
    return out.getvalue()
