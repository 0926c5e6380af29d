"""``flask audit``: verify the log, and say its head for keeping elsewhere."""

import json

import click
from flask.cli import AppGroup

from app.core.audit.reading import head
from app.core.audit.verifying import verify

group = AppGroup("audit", help="The log of what was done.")
SAID = {
    "edited": "was edited by hand, or differs from the head that was kept",
    "removed": "was removed by hand",
    "added": "was added by hand",
    "payload_edited": "has another content than was recorded",
    "head": "is not what the sealed head says",
}


class KeptHead(click.ParamType):
    """SEQ:HASH, as ``flask audit head`` says it."""

    name = "SEQ:HASH"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        seq, _, kept = value.partition(":")
        if not seq.isdigit() or len(kept) != 64:
            self.fail(f"{value!r} is not SEQ:HASH with a hash of 64 digits", param, ctx)
        return int(seq), kept


@group.command("verify")
@click.option("--head", "kept", type=KeptHead(), help="A head that was kept outside.")
@click.option("--json", "as_json", is_flag=True)
def verify_command(kept: tuple[int, str] | None, as_json: bool) -> None:
    """Read the whole log again and name the first record that was edited, removed or added by hand."""
    fault = verify(kept)
    seq, last = head()
    if as_json:
        found = {"seq": fault.seq, "what": fault.what} if fault else None
        click.echo(json.dumps({"whole": fault is None, "fault": found, "head": {"seq": seq, "hash": last}}))
    elif fault:
        click.echo(f"record {fault.seq} {SAID[fault.what]}")
    else:
        click.echo(f"{seq} records, the chain is whole; head {seq}:{last}")
    raise SystemExit(1 if fault else 0)


@group.command("head")
def head_command() -> None:
    """Say SEQ:HASH of the last record."""
    seq, last = head()
    click.echo(f"{seq}:{last}")
