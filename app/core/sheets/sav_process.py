"""Reads an SPSS file from standard input and writes it as JSON: run as a program of its own, never imported.

The library is written in C and a damaged file can end its process (seen with one changed byte): here it ends only this
one, which may use a gigabyte and twenty seconds.
"""

import json
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyreadstat

MEMORY, SECONDS = 2**30, 20


def main(most_rows: int, most_columns: int) -> None:
    """Write {"names", "labels", "columns", "values"} or, where there is too much, {"too_large": true}."""
    limit()
    with tempfile.NamedTemporaryFile(suffix=".sav") as file:
        Path(file.name).write_bytes(sys.stdin.buffer.read())
        # A file may announce more than it has: look before anything is unpacked, and read no further than allowed.
        _none, about = pyreadstat.read_sav(file.name, output_format="dict", metadataonly=True)
        if about.number_columns > most_columns or (about.number_rows or 0) > most_rows:
            sys.stdout.write(json.dumps({"too_large": True}))
            return
        columns, about = pyreadstat.read_sav(file.name, output_format="dict", row_limit=most_rows + 1)
    found = {
        "names": about.column_names,
        "labels": [label or "" for label in about.column_labels],
        "columns": [[plain(value) for value in columns[name]] for name in about.column_names],
        "values": [[[plain(k), v] for k, v in about.variable_value_labels.get(n, {}).items()] for n in about.column_names],
    }  # fmt: skip
    sys.stdout.write(json.dumps(found))


def plain(value: Any) -> Any:
    """Return a value that JSON has: a date by its ISO text, no number as nothing."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, float | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def limit() -> None:
    """Bound memory and time where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
