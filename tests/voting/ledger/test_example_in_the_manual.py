"""The example of docs/verify.md, as it stands there."""

import re
from pathlib import Path

from click.testing import CliRunner

from voting.__main__ import main

MANUAL = Path(__file__).parents[3] / "docs" / "verify.md"


def test_the_whole_poll_of_the_manual_runs_and_verifies(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    names: dict = {}
    exec(compile(block, str(MANUAL), "exec"), names)  # the text of our own manual
    for english, korean in names["report"].checked:
        assert english
        assert korean
    result = CliRunner().invoke(main, ["verify", "bundle.zip", "--lang", "ko", "--full", "openings.jsonl"])
    assert result.exit_code == 0, result.output
    assert "기록이 모두 맞습니다" in result.output
