"""Name the types of fields in TOML files; each says what is wrong and how to write it."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict


def spelled(pattern: str, advice: str) -> AfterValidator:
    """Make a validator for texts of one spelling; ``advice`` ends the sentence 'the value ...'."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise ValueError(advice)
        return text

    return AfterValidator(check)


def _words(text: str) -> str:
    if not text or text != text.strip():
        raise ValueError("is empty or has spaces around it; write the words alone")
    return text


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", text):
        raise ValueError("is no web address; begin it with https://")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error}); mend it") from error
    return text


Words = Annotated[str, AfterValidator(_words)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Pattern = Annotated[str, AfterValidator(_words), AfterValidator(_pattern)]
Slug = Annotated[
    str,
    spelled(r"[a-z0-9]+(-[a-z0-9]+)*", "is no slug; use a-z, 0-9 and single hyphens: 'hang-seng'"),
]
Name = Annotated[  # stances and sources may use underscores: they become columns and file names
    str,
    spelled(r"[a-z0-9]+([_-][a-z0-9]+)*", "is no id; use a-z, 0-9 and underscores: 'no_comment'"),
]
Language = Annotated[
    str,
    spelled(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", "is no language; write 'en' or 'zh-Hant'"),
]
Zone = Annotated[
    str,
    spelled(r"UTC|[A-Z]\w+(/[A-Z][\w+-]+)+", "is no time zone; write it as 'Asia/Hong_Kong'"),
]


class Entry(BaseModel):
    """Refuse unknown keys and any change after loading: what all entries have in common."""

    model_config = ConfigDict(frozen=True, extra="forbid")
