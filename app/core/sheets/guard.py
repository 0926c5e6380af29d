"""Against formula injection: a text cell that a spreadsheet program would run is marked as text.

The mark is an apostrophe. It is put before a cell that begins with = + - @, tab or return, also
where apostrophes stand before those already: so taking one off gives back exactly what was.
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")


def guard(text: str) -> str:
    """Return the text as it may stand in a CSV that is opened in a spreadsheet program."""
    return f"'{text}" if _RUNS.match(text) else text


def unguard(text: str) -> str:
    """Take off what ``guard`` put on."""
    return text[1:] if text.startswith("'") and _RUNS.match(text[1:]) else text
