"""How much is tried: a short form by default; ``make faults`` sets FAULT_ROUNDS."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
LONG = ROUNDS >= 10
long_form = pytest.mark.skipif(not LONG, reason="the long form alone, with a PostgreSQL server of its own: make faults")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("FAULT_FOLDER")) as name:
        yield Path(name)
