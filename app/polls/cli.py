"""``flask polls``: the key ceremony, the count, the bundle, the check, the destruction."""

from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.core.errors import RuleError
from app.polls.services import checking, closing, counting, destroying, finding, keys, publishing
from voting.ledger import sealing

group = AppGroup("polls", help="Keys, count and files of polls.")
PATH = click.Path(path_type=Path)


class Refusing(click.Command):
    """A command that says a rule's refusal and ends with 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except RuleError as refusal:
            raise click.ClickException(refusal.sentence % refusal.params) from None


@group.command("city-key", cls=Refusing)
def city_key() -> None:
    """Make the city's signing key where there is none; print its public half, for the gazette."""
    click.echo(keys.make_city())


@group.command("ceremony")
@click.argument("number")
def ceremony(number: str) -> None:
    """Make the box's key of the poll with this number (32 digits): on a machine off the network, both holders present.

    It prints the public key and each holder's share, and tries that both together are the key. Nothing is kept.
    """
    if len(number) != 32 or set(number) - set("0123456789abcdef"):
        raise click.BadParameter("the number of a poll has 32 digits 0-9, a-f")
    public, city, auditor = sealing.new_box(number)
    typed = [sealing.read_share(sealing.share_text(share), number) for share in (city, auditor)]
    sealing.combine(*typed, public)
    click.echo(f"public key of the box: {public}")
    for share, holder in ((city, "the city"), (auditor, "the auditor")):
        click.pause(f"Only {holder} looks at the screen now. Press a key.")
        click.echo(sealing.share_text(share))
        click.pause("Printed twice and put away? Press a key.")
        click.clear()
    click.echo("Both shares together open the box. Sign the protocol.")


@group.command("close", cls=Refusing)
@click.argument("slug")
def close_command(slug: str) -> None:
    """Close a poll whose time is over."""
    closing.close(finding.poll_called(slug))


@group.command("count", cls=Refusing)
@click.argument("slug")
@click.option("--share-a", prompt="Share of the city", hide_input=True)
@click.option("--share-b", prompt="Share of the auditor", hide_input=True)
def count_command(slug: str, share_a: str, share_b: str) -> None:
    """Open the box with both shares and count; say what won."""
    poll = counting.count(finding.poll_called(slug), share_a, share_b)
    click.echo(", ".join(poll.result["outcome"]["selected"]))


@group.command("void", cls=Refusing)
@click.argument("slug")
@click.argument("leaf")
@click.argument("decision")
def void_command(slug: str, leaf: str, decision: str) -> None:
    """Take out a ballot that cannot be opened, by a decision, before the count."""
    counting.void(finding.poll_called(slug), leaf, decision)


@group.command("draw", cls=Refusing)
@click.argument("slug")
@click.argument("number")
def draw_command(slug: str, number: str) -> None:
    """Note the public number and write the bundle."""
    click.echo(publishing.bundle(publishing.draw(finding.poll_called(slug), number)))


@group.command("bundle", cls=Refusing)
@click.argument("slug")
@click.argument("target", type=PATH)
def bundle_command(slug: str, target: Path) -> None:
    """Copy the published bundle."""
    target.write_bytes(publishing.bundle(finding.poll_called(slug)).read_bytes())


@group.command("openings", cls=Refusing)
@click.argument("slug")
@click.argument("target", type=PATH)
def openings_command(slug: str, target: Path) -> None:
    """Copy the openings for the auditors' room; they join leaves with marks and do not leave it."""
    target.touch(mode=0o600, exist_ok=False)
    target.write_bytes(keys.openings(finding.poll_called(slug)))


@group.command("check", cls=Refusing)
@click.argument("slug")
def check_command(slug: str) -> None:
    """Read roll, box, log and heads again and name what was touched by hand."""
    found = checking.faults(finding.poll_called(slug))
    for fault in found:
        click.echo(f"{fault.where} {fault.which}: {fault.what}")
    raise SystemExit(1 if found else 0)


@group.command("destroy", cls=Refusing)
@click.argument("slug")
@click.confirmation_option(prompt="After this nobody can look into single ballots any more. Go on?")
def destroy_command(slug: str) -> None:
    """Destroy keys, openings and sealed ballots after the appeal period; print the protocol."""
    protocol = destroying.destroy(finding.poll_called(slug))
    for name in protocol.files:
        click.echo(name)
    click.echo(f"{protocol.sealed_ballots} sealed ballots")
