"""What the tests in a browser share: Chromium, and what it looks at."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.chromium import FLAGS, NAMES, program
from browser.hostile_database import hostile_database
from browser.listening import Listener
from browser.places import static_site, whole_demo
from browser.servers import served


@pytest.fixture(scope="module")  # not longer: while it is open, asyncio.run refuses to run
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine."""
    path = program(*NAMES)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Path:
    """Build the data folder of the whole demo."""
    return whole_demo(tmp_path_factory)


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """Publish the demo as a static site."""
    return static_site(tmp_path_factory)


@pytest.fixture(scope="module")
def home(demo) -> Iterator[str]:
    """Serve the demo."""
    with served(demo / "timeline.db") as address:
        yield address


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> Path:
    """Make the database of hostile texts."""
    database = tmp_path_factory.mktemp("hostile") / "timeline.db"
    hostile_database(database)
    return database


@pytest.fixture(scope="module")
def hostile_home(hostile) -> Iterator[str]:
    """Serve the database of hostile texts."""
    with served(hostile) as address:
        yield address


@pytest.fixture
def window(chromium, home):
    """Open a window on the served demo; what it hears fails the test when it is closed."""
    return partial(Listener, chromium, home)


@pytest.fixture
def hostile_window(chromium, hostile_home):
    """Open a window on the served database of hostile texts."""
    return partial(Listener, chromium, hostile_home)
