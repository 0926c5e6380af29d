"""``python -m voting check``: check a ``.pb`` file as the Pabulib checker does."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from voting.ballots.errors import BadInput
from voting.commands.options import exit_on_bad_input
from voting.pabulib.checker import Finding, check_text
from voting.pabulib.declared_rule import check_selected
from voting.pabulib.reader import decode


@click.command(name="check")
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@exit_on_bad_input
def command(file: str, as_json: bool) -> None:
    """Report what is wrong or doubtful in FILE (.pb), with lines; exit code 2 when it is invalid."""
    if not Path(file).is_file():
        raise BadInput("bad_file", fault=f"{file}: no such file")
    found = findings(decode(Path(file).read_bytes()))
    valid = not any(finding.level == "error" for finding in found)
    if as_json:
        rows = [asdict(finding) for finding in found]
        click.echo(json.dumps({"valid": valid, "findings": rows}, ensure_ascii=False))
    else:
        for finding in found:
            click.echo(f"line {finding.line}: {finding.level}: {finding.name}: {finding.detail}")
        levels = Counter(finding.level for finding in found)
        click.echo(f"{'valid' if valid else 'invalid'}: {levels['error']} errors, {levels['warning']} warnings")
    sys.exit(0 if valid else 2)


def findings(text: str) -> list[Finding]:
    """Check the text; the declared rule too, when the file can be counted."""
    found = check_text(text)
    try:
        found += check_selected(text)
    except BadInput as fault:
        already = {finding.line for finding in found if finding.level == "error"}
        line = int(str(fault.params.get("line", 0)))
        if line not in already:
            found.append(Finding("error", "cannot be counted", line, str(fault.params.get("fault", fault))))
    return found
