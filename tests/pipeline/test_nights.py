"""When the past is read again, and when a night leaves it as it was."""

import pytest
from nights import TRACKER, Web, article, data_folder, entry, night, select
from replica import sources_toml

from pipeline.looking import read_found

PAGE = "https://www.zoom.example/trust"
TEXT = "We have paused processing data requests from the Hong Kong police."


@pytest.fixture
def web():
    made = Web()
    made.put(PAGE, article(TEXT, title="Data requests"))
    return made


def declare(data, *sources):
    (data / TRACKER / "sources.toml").write_text(sources_toml(sources), encoding="utf-8")


def test_a_page_that_is_declared_a_companys_own_is_read_anew_as_its_voice(web, tmp_path):
    data = data_folder(tmp_path / "data", [entry("trust", "statement", PAGE)])
    night(data, web=web)
    before = select(data, "select company, voice from claims")

    declare(data, entry("trust", "statement", PAGE, company="zoom"))
    night(data, days=1, web=web)

    assert before == []
    assert select(data, "select company, voice from claims") == [("zoom", "own")]
    assert select(data, "select count(*) from captures") == [(1,)]


def test_a_source_that_is_new_has_nothing_read_again(web, tmp_path, monkeypatch):
    data = data_folder(tmp_path / "data", [entry("trust", "statement", PAGE)])
    night(data, web=web)
    other = "https://paper.example/statement"
    web.put(other, article("Nothing of the law is told on this page, nor of any company."))
    read = []

    def noted(capture, link):
        read.append(capture.url)
        return read_found(capture, link)

    monkeypatch.setattr("pipeline.page_reading.read_found", noted)

    declare(data, entry("trust", "statement", PAGE), entry("other", "statement", other))
    night(data, days=1, web=web)

    assert read == [other]
