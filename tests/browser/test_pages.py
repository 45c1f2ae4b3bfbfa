"""Pages of the demo as a visitor sees them: on a desk, on a phone, on paper, without scripts."""

import pytest

from browser.axe import shut_out_by
from browser.kinds import DATASETTE, EVENT, ONE_OF_EACH, OURS
from browser.listening import Listener
from pipeline.exports import export
from pipeline.store import Choice, Store

PHONE = {"width": 360, "height": 740}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("path", OURS + DATASETTE)
def test_a_page_loads_with_nothing_to_complain_of(window, path):
    with window() as listener:
        assert listener.open(path).locator("h1").count() == 1


@pytest.mark.parametrize("path", ["/companies/google", "/events", EVENT])
def test_a_page_is_printed_in_black_on_white_without_what_only_a_screen_needs(window, path):
    with window(color_scheme="dark") as listener:
        page = listener.open(path)
        printed = page.pdf()
        page.emulate_media(media="print")

        assert printed.startswith(b"%PDF-")
        assert page.locator("nav:visible, form:visible").count() == 0
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_a_page_says_the_same_without_scripts(window, path):
    with window() as listener:
        said = listener.open(path).inner_text("main")
    with window(java_script_enabled=False) as listener:
        assert listener.open(path).inner_text("main") == said


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_a_page_fits_a_phone(window, path):
    with window(viewport=PHONE, is_mobile=True, has_touch=True) as listener:
        page = listener.open(path)

        assert page.evaluate(WIDER) == 0


@pytest.mark.parametrize("path", ONE_OF_EACH + DATASETTE)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_shuts_nobody_out(window, path, scheme):
    with window(color_scheme=scheme) as listener:
        assert shut_out_by(listener.open(path)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_exported_page_shuts_nobody_out_fits_a_phone_and_asks_nobody(
    chromium, demo, tmp_path, scheme
):
    with Store.open(demo / "timeline.db") as store, (tmp_path / "page.html").open("wb") as out:
        export("html", store.edition(Choice(), chosen="", site=None), out)
    with Listener(chromium, tmp_path.as_uri(), color_scheme=scheme, viewport=PHONE) as listener:
        page = listener.open("/page.html")

        assert shut_out_by(page) == []
        assert page.evaluate(WIDER) == 0
        assert listener.asked == [page.url]
