"""Let a command take arguments of its own and have subcommands as well."""

from typing import Any

import click


class OwnOrSub(click.Group):
    """A command with arguments of its own, unless the first of them names a subcommand."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Hand over to the subcommand, or read all arguments as this command's own."""
        if args and args[0] in self.commands:
            chosen = self.commands[args[0]]
            return chosen.make_context(f"{info_name} {args[0]}", args[1:], parent=parent, **extra)
        extra = {"allow_interspersed_args": True, **extra}
        return super().make_context(info_name, args, parent=parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments as a plain command does."""
        return click.Command.parse_args(self, ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run as a plain command does."""
        return click.Command.invoke(self, ctx)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Show the arguments as a plain command does."""
        return click.Command.collect_usage_pieces(self, ctx)
