"""What the tests of the fetcher have in common."""

import pytest
import stamina
from fetching import Waits, fetcher_on_loopback


@pytest.fixture(autouse=True)
def quick_tries():
    """Wait for no second try."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
def waits():
    return Waits()


@pytest.fixture
def fetcher(waits):
    with fetcher_on_loopback(waits) as fetcher:
        yield fetcher
