"""Make texts from outside fit to be shown: on one line, without signs that steer, not too long."""

import re

from pipeline.pages.facts import Context
from pipeline.visible import one_line

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)


def cut(text: str | None, most: int = 600) -> str:
    """Show a text on one line and end it after ``most`` characters with an ellipsis."""
    if text is None:
        return ""
    # Of a hundred thousand characters only those are looked at that may be shown.
    shown = one_line(text[: 4 * most])
    if len(shown) > most:
        return f"{shown[:most].rstrip()}…"
    return f"{shown}…" if len(text) > 4 * most else shown


def language(code: str | None) -> str | None:
    """Give a language code that may stand in a page, None for what is none."""
    return code if code is not None and LANGUAGE.fullmatch(code) else None


def before(context: Context) -> str:
    """Show the text before a quote, with the blank that parts the two."""
    shown = one_line(context.before)
    blank = " " if context.before[-1:].isspace() else ""
    return f"{'… ' if context.more_before else ''}{shown}{blank}"


def after(context: Context) -> str:
    """Show the text after a quote, with the blank that parts the two."""
    shown = one_line(context.after)
    blank = " " if context.after[:1].isspace() else ""
    return f"{blank}{shown}{' …' if context.more_after else ''}"
