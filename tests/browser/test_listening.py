"""The listener hears what a page must not do; were it deaf, the other tests would prove nothing."""

import pytest

from browser.dangers import DANGERS
from browser.listening import Listener
from browser.servers import served_files

POLICY = """<meta http-equiv="content-security-policy" content="default-src 'none'">"""
BAD_PAGES = {
    "a dialog": ("<script>alert(1)</script>", "dialog 1"),
    "an error": ("<script>throw new Error('torn')</script>", "page error torn"),
    "a complaint": ("<script>console.error('odd')</script>", "error odd"),
    "a request": ("<img src='https://hostile.example/x.png'>", "a request to hostile.example"),
    "a port": ("<img src='http://127.0.0.1:1/x.png'>", "a request to 127.0.0.1:1"),
    "a policy": (f"{POLICY}<script>1</script>", "error Executing inline script violates"),
    "a file": ("<img src=gone.png>", "error Failed to load resource"),
    "a window": ("<script>open('about:blank')</script>", "a window opened itself"),
    "a download": (
        "<a href='x.bin' download></a><script>document.links[0].click()</script>",
        "a download that nobody asked for",
    ),
}
DANGEROUS = """<p onclick="x()"><a href="java&#9;script:x()">x</a><a href="mailto:x">x</a>
<base href="/x"><iframe></iframe><svg><a href="data:,x"><text>x</text></a></svg>"""


@pytest.mark.parametrize("name", BAD_PAGES)
def test_what_a_page_must_not_do_is_heard(chromium, tmp_path, name):
    page, heard = BAD_PAGES[name]
    (tmp_path / "bad.html").write_text(f"<!doctype html><title>x</title>{page}", encoding="utf-8")
    (tmp_path / "x.bin").write_bytes(b"x")
    with served_files(tmp_path) as home:
        listener = Listener(chromium, home)
        with pytest.raises(pytest.fail.Exception, match=heard), listener:
            listener.open("/bad.html")
            listener.page.wait_for_timeout(50)  # a window and a download come after the page


def test_what_could_run_on_a_page_is_found_before_it_does(chromium, tmp_path):
    (tmp_path / "bad.html").write_text(f"<!doctype html><title>x</title>{DANGEROUS}", "utf-8")
    with served_files(tmp_path) as home, Listener(chromium, home) as listener:
        found = listener.open("/bad.html").evaluate(DANGERS)

    assert found == [
        "P onclick=x()",
        "A href=java\tscript:x()",
        "A href=mailto:x",
        "BASE",
        "IFRAME",
        "a href=data:,x",
    ]
