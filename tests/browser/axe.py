"""Ask axe-core what on a page shuts somebody out."""

from functools import cache

from playwright.sync_api import Page

from browser.chromium import AXE, package

# Without "preload" it fetches nothing, which a page's policy may forbid.
RUN = """async () =>
  (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations
  .filter(found => ["serious", "critical"].includes(found.impact))
  .map(found => `${found.id}: ${found.nodes.length}, first ${found.nodes[0].target}
    ${found.nodes[0].failureSummary}`)"""


@cache
def _source() -> str:
    return package(AXE).read_text(encoding="utf-8")


def shut_out_by(page: Page) -> list[str]:
    """Say what axe-core holds to be serious or critical on a page, with the first place of each."""
    # By the debugger's way in, which no policy of the page closes.
    page.evaluate(f"() => {{ {_source()} }}")
    found: list[str] = page.evaluate(RUN)
    return found
