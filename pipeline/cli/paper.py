"""Write styled text: wrapped and coloured on a terminal, whole plain lines everywhere else."""

import re
import sys

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

# Text from outside could move the cursor, hide text, or turn the direction of reading.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def printable(text: str) -> str:
    """Put a space where a text would break the line or steer a terminal."""
    return UNPRINTABLE.sub(" ", text)


class Paper:
    """Standard output as something to write on; NO_COLOR and the terminal's width are honoured."""

    def __init__(self) -> None:
        self.terminal = sys.stdout.isatty()
        self._console = Console(file=sys.stdout, highlight=False, soft_wrap=not self.terminal)
        self.narrow = self.terminal and self._console.width < 72

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """Write one line of parts, each a text or a (text, style) pair.

        On a terminal a long line is wrapped and its continuation indented alike; elsewhere it
        stays one line, so that it can be searched.
        """
        text = Text()
        for part in parts:
            content, style = part if isinstance(part, tuple) else (part, "")
            text.append(printable(content), style=style)
        if self.terminal:
            self._console.print(Padding(text, (0, 0, 0, indent), expand=False))
        else:
            self._console.print(Text(" " * indent) + text, soft_wrap=True)

    def gap(self) -> None:
        """Leave one line empty."""
        self._console.print()
