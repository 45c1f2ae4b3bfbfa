"""Let Python look for circles of objects more rarely than it does by itself.

The tests keep a model, a hundred modules and ten thousand test functions in memory. To look through
them again and again for what can be freed takes a tenth of the time, and finds nothing.
"""

import gc

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Look after 20,000 new objects and not after 700, but measure as everybody runs it."""
    if not config.getoption("benchmark_only", default=False):
        gc.set_threshold(20_000, 20, 50)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave out what stays to the end."""
    if not session.config.getoption("benchmark_only", default=False):
        gc.collect()
        gc.freeze()
