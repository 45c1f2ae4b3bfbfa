"""``stanceline figures import``: downloads of reports are kept, read and compared."""

import json

from pipeline.cli.running import run

REPORT = (
    "Period Ending,Country/Region,CLDR Territory Code,Legal Process,User Data Requests,"
    "Percentage disclosed,Accounts\n"
    "2020-12-31,Hong Kong,HK,Other Legal Requests,42,5,46\n"
    "2020-12-31,Germany,DE,Other Legal Requests,9000,70,9100\n"
)


def test_a_report_is_imported_and_compared(tmp_path, capsys):
    report = tmp_path / "google-global-user-data-requests.csv"
    report.write_text(REPORT, encoding="utf-8")
    place = ["--data", str(tmp_path / "data")]
    address = "https://report.example/requests.csv"

    assert run(["figures", "import", str(report), "--url", address, *place]) == 0
    assert capsys.readouterr() == ("", "figures: 1 figure of Hong Kong in 1 file\n")
    assert (
        run(["figures", "google", "--json", "--since", "2020-07", "--until", "2020", *place]) == 0
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [
        (row["received"], row["percentage"], row["derived"], row["source"])
        for row in rows
        if row["told_by"] == "file"
    ] == [(42, "5", 2, address)]


def test_a_file_that_is_no_report_is_named_and_the_others_come_in(tmp_path, capsys):
    report = tmp_path / "google-global-user-data-requests.csv"
    report.write_text(REPORT, encoding="utf-8")
    poem = tmp_path / "poem.csv"
    poem.write_text("roses,violets\nred,blue\n", encoding="utf-8")

    code = run(["figures", "import", str(poem), str(report), "--data", str(tmp_path / "data")])

    said = capsys.readouterr().err
    assert code == 1
    assert "poem.csv" in said
    assert "figures: 1 figure of Hong Kong in 2 files" in said


def test_an_address_belongs_to_one_file(tmp_path, capsys):
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for file in files:
        file.write_text(REPORT, encoding="utf-8")

    code = run(["figures", "import", *map(str, files), "--url", "https://report.example/"])

    assert code == 2
    assert "one by one" in capsys.readouterr().err


def test_the_help_promises_no_format_that_none_reads(capsys):
    assert run(["figures", "import", "--help"]) == 0

    told = " ".join(capsys.readouterr().out.split())
    assert "CSV, XLSX, HTML, PDF, or a zip of them." in told
    assert "again under the same address changes nothing" in told
