"""SPSS files (.sav, .zsav): values by their labels, columns by name with the label as another name."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.core.sheets.errors import SheetTooLarge, SheetUnknown
from app.core.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid
from app.core.sheets.workbooks import MOST_MEGABYTES, as_text

SAV = (b"$FL2@(#) ", b"$FL3@(#) ")  # the latter is compressed with zlib
READER = Path(__file__).with_name("sav_process.py")
SECONDS = 30


def read_sav(content: bytes) -> Grid:
    """Read a file of SPSS in a process of its own. Raises ``SheetUnknown``, ``SheetTooLarge``."""
    read = _read(content)
    if "too_large" in read or any(len(column) > MOST_ROWS for column in read["columns"]):
        raise SheetTooLarge(rows=MOST_ROWS, megabytes=MOST_MEGABYTES)
    labels = [dict(map(tuple, pairs)) for pairs in read["values"]]
    shown = [[_cell(value, names) for value in column] for column, names in zip(read["columns"], labels, strict=True)]
    return Grid((tuple(read["names"]), *zip(*shown, strict=True)), other_names=tuple(read["labels"]))


def _read(content: bytes) -> dict[str, Any]:
    command = [sys.executable, str(READER), str(MOST_ROWS), str(MOST_COLUMNS)]
    # One thread of linear algebra, or each reserves memory that the reader may not have.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True, env=environment)
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as unreadable:
        raise SheetUnknown() from unreadable
    return found


def _cell(value: Any, labels: dict[Any, str]) -> str:
    return "" if value is None else labels.get(value) or as_text(value)
