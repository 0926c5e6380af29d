from click.testing import CliRunner

from voting.__main__ import COMMANDS, main


def test_help_lists_every_command_without_loading_any():
    shown = CliRunner().invoke(main, ["--help"]).output
    assert all(name in shown for name in COMMANDS)
