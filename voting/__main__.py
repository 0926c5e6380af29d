"""``python -m voting``: count elections, draw panels, verify what was published."""

from importlib import import_module

import click

COMMANDS = {
    "count": "count an election by a rule and say why",
    "check": "check a .pb file as the Pabulib checker does",
    "convert": "turn .pb, CSV and XLSX into one another",
    "compare": "several rules on one election, side by side",
    "losers": "what each project that lost was missing",
    "invite": "plan letters, try whether the answers can fill the panel, draw who is written to",
    "draw": "draw a panel by a fair lottery",
    "verify": "check a published record offline",
    "witness": "keep the heads of a poll's log and check that it was not rewritten",
    "receipt": "check a receipt of a poll offline",
    "sign": "confirm a head or a verified poll with an auditor's own key",
    "targets": "make targets from a population table",
    "replace": "fill the seats of people who declined",
    "tables": "seat people at tables over several rounds",
    "deliberation": "how opinion moved between two surveys of the same people",
    "weights": "weigh a panel to the margins of the population",
}


class CommandTable(click.Group):
    """Load a command's module only when it is called, so that none pays for another's imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command ``cmd_name`` of ``voting/commands/``, or nothing."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"voting.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=CommandTable, name="voting")
def main() -> None:
    """Count ballots, draw panels and verify published records."""


if __name__ == "__main__":
    main(prog_name="python -m voting")
