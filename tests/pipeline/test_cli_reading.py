"""What ``parse``, ``dates`` and ``extract`` print: contracts for scripts."""

import io
import json
import sys

import pytest

from pipeline.cli.running import run

PAGE = """<!doctype html>
<html lang="en"><head><title>Zoom pauses Hong Kong data requests</title>
<meta property="og:site_name" content="Harbour Ledger">
<meta property="article:published_time" content="2020-07-07T09:30:00+08:00"></head>
<body><nav>Home News Sport</nav><article><h1>Zoom pauses Hong Kong data requests</h1>
<p>Zoom said on Tuesday that it had paused the processing of data requests from Hong Kong.</p>
<p>The video company will review the national security law before it decides what comes next,
it added in a statement that was sent to several newsrooms in the city.</p></article></body></html>
"""
SENTENCE = "Zoom said on Tuesday that it had paused data requests from Hong Kong."

DOCUMENT_KEYS = (
    "title publisher authors published published_basis published_candidates modified language "
    "completeness text"
)
CLAIM_KEYS = (
    "company company_name product stance announced announced_precision announced_basis effective "
    "effective_precision effective_basis modality quote start end speaker voice confidence rule "
    "scope"
)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    return path


def test_a_parsed_page_has_the_promised_keys(page, capsys):
    assert run(["parse", str(page)]) == 0

    document = json.loads(capsys.readouterr().out)
    assert " ".join(document) == DOCUMENT_KEYS
    assert document["published"] == "2020-07-07"
    assert "paused the processing" in document["text"]
    assert {" ".join(candidate) for candidate in document["published_candidates"]} == {
        "value basis raw"
    }


def test_many_parsed_files_give_one_line_each_and_name_the_unreadable(page, tmp_path, capsys):
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")

    assert run(["parse", "--jsonl", str(page), str(empty), str(page)]) == 1
    captured = capsys.readouterr()
    first, second, third = map(json.loads, captured.out.splitlines())
    assert first == third
    assert first["file"] == str(page)
    assert (second["file"], second["text"]) == (str(empty), None)
    assert second["error"]
    assert "1 of 3 files" in captured.err


def test_several_files_without_jsonl_are_wrong_usage(page, capsys):
    assert run(["parse", str(page), str(page)]) == 2
    assert "--jsonl" in capsys.readouterr().err


@pytest.mark.parametrize("body", [b"", b" \n\t", b"%PDF-1.7\x00\x01\x02", b"\x89PNG\r\n\x1a\n\x00"])
@pytest.mark.parametrize("command", ["parse", "extract", "dates"])
def test_a_file_without_text_is_one_line_and_exit_1(command, body, tmp_path, capsys):
    path = tmp_path / "file.bin"
    path.write_bytes(body)

    assert run([command, str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert "file.bin" in captured.err


def test_dates_are_lines_of_json_that_point_into_the_text(text, capsys):
    assert run(["dates", str(text), "--published", "2020-07-08"]) == 0

    (found,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert " ".join(found) == "start end text value precision"
    assert SENTENCE[found["start"] : found["end"]] == found["text"]
    assert (found["value"], found["precision"]) == ("2020-07-07", "day")


def test_dates_of_many_texts_name_their_document(tmp_path, capsys):
    lines = tmp_path / "texts.jsonl"
    lines.write_text(
        json.dumps({"id": "a", "text": SENTENCE, "published": "2020-07-08"})
        + "\n\n"
        + json.dumps({"id": "b", "text": SENTENCE, "published": None, "gold": [1]})
        + "\n",
        encoding="utf-8",
    )

    assert run(["dates", "--jsonl", str(lines)]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(entry["document"], entry["value"]) for entry in found] == [
        ("a", "2020-07-07"),
        ("b", None),
    ]


def test_claims_have_the_promised_keys_in_order(text, capsys):
    assert run(["extract", str(text), "--published", "2020-07-08", "--json"]) == 0

    (claim,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert " ".join(claim) == CLAIM_KEYS
    assert (claim["company"], claim["stance"], claim["announced"]) == (
        "zoom",
        "paused",
        "2020-07-07",
    )
    assert SENTENCE[claim["start"] : claim["end"]] == claim["quote"]


def test_standard_input_is_read_like_a_file(monkeypatch, capsys):
    class Input:
        buffer = io.BytesIO(SENTENCE.encode())

    monkeypatch.setattr(sys, "stdin", Input)

    assert run(["extract", "-", "--published", "2020-07-08", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["company"] == "zoom"


def test_claims_of_many_documents_name_theirs_and_keep_its_offsets(tmp_path, capsys):
    long_way = "First.\r\n\r\n" + SENTENCE
    lines = tmp_path / "documents.jsonl"
    lines.write_text(
        "".join(
            json.dumps({"id": name, "text": given, "published": "2020-07-08"}) + "\n"
            for name, given in (("a", SENTENCE), ("empty", ""), ("b", long_way))
        ),
        encoding="utf-8",
    )

    assert run(["extract", "--jsonl", str(lines)]) == 0
    claims = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [claim["document"] for claim in claims] == ["a", "b"]
    assert list(claims[0]) == [*CLAIM_KEYS.split(), "document"]
    assert long_way[claims[1]["start"] : claims[1]["end"]] == claims[1]["quote"]


def test_claims_for_people_show_quote_date_and_rule(text, capsys):
    assert run(["extract", str(text), "--published", "2020-07-08"]) == 0

    shown = capsys.readouterr().out
    assert SENTENCE in shown
    assert "2020-07-07" in shown
    assert "Zoom" in shown
    assert "rule" in shown


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        ('{"id": "x"}', "'id' and 'text'"),
        ('{"id": "x", "text": 5}', "'id' and 'text'"),
        ('{"id": "x", "text": "y", "published": "soon"}', "soon"),
        ('{"id": "x", "text": "y", "published": 2020}', "published"),
    ],
)
@pytest.mark.parametrize("command", ["dates", "extract"])
def test_an_unsound_line_is_named_by_its_number(command, line, named, tmp_path, capsys):
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"id": "a", "text": "Fine."}\n' + line + "\n", encoding="utf-8")

    assert run([command, "--jsonl", str(lines)]) == 1
    said = capsys.readouterr().err
    assert f"{lines}: line 2" in said
    assert named in said


@pytest.mark.parametrize("command", ["dates", "extract"])
def test_one_text_or_many_but_not_both(command, text, capsys):
    assert run([command]) == 2
    assert run([command, str(text), "--jsonl", str(text)]) == 2
    assert "--jsonl" in capsys.readouterr().err


def test_a_text_that_is_dated_by_month_is_read_with_that_month(capsys, tmp_path):
    file = tmp_path / "months.jsonl"
    text = "Zoom said that it had paused data requests from Hong Kong."
    file.write_text(json.dumps({"id": "m", "text": text, "published": "2020-07"}))

    assert run(["extract", "--jsonl", str(file)]) == 0

    (claim,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (claim["announced"], claim["announced_precision"]) == ("2020-07", "month")


def test_a_page_that_is_dated_by_month_is_kept_and_shown(capsys, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Zoom said that it had paused data requests from Hong Kong.")

    assert run(["add", str(page), "--published", "2020-07", "--data", str(tmp_path / "d")]) == 0
    assert run(["timeline", "--json", "--data", str(tmp_path / "d")]) == 0

    assert json.loads(capsys.readouterr().out)["id"] == "zoom-paused-2020-07"
