"""Find commands by directory: each file in ``commands/`` holds one click command, ``command``."""

import ast
import importlib
from pathlib import Path

import click

COMMANDS = Path(__file__).parent / "commands"


class CommandsByDirectory(click.Group):
    """A group that imports a command's module only when that command is run or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands that lie in the directory."""
        return sorted(_files())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command that is asked for."""
        path = _files().get(cmd_name)
        if path is None:
            return None
        module = importlib.import_module(f"pipeline.cli.commands.{path.stem}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first line of their help, importing none of them."""
        rows = [(name, summary(path)) for name, path in sorted(_files().items())]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def summary(path: Path) -> str:
    """Read the first line of a command's help out of its file, without importing it."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "command":
            return (ast.get_docstring(node) or "").partition("\n")[0].rstrip(".")
    return ""


def _files() -> dict[str, Path]:
    return {
        path.stem.replace("_", "-"): path
        for path in COMMANDS.glob("*.py")
        if path.stem != "__init__"
    }


@click.group(
    cls=CommandsByDirectory,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 all well, 1 somebody must look, 2 wrong usage.",
)
@click.version_option(package_name="stanceline", prog_name="stanceline")
def stanceline() -> None:
    """Follow how companies answer a law, each answer with the sentence that proves it.

    \b
    Begin with the bundled pages, offline:
      stanceline demo
    """
