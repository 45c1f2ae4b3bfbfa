"""What the tests of the pipeline have in common: TOML that was read once is not parsed again."""

import pickle
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def toml_parsed_once() -> Iterator[None]:
    """Keep what TOML texts say, for most tests load the same tracker; who asks gets a copy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", remembering(tomllib.loads))
        yield


def remembering(loads: Callable[[str], dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    @cache
    def packed(text: str) -> bytes:
        return pickle.dumps(loads(text))

    return lambda text: pickle.loads(packed(text))
