"""Who may read a file: whoever sent it, and whom the area allows whose object holds it. Everybody else: nobody."""

from collections.abc import Callable
from typing import Any

from app.core.files.models import File

Reader = Callable[[File, Any], bool]
_readers: list[Reader] = []


def register_reader(rule: Reader) -> Reader:
    """Register an area's rule: ``rule(file, account or None)`` says whether the account may read it (decorator)."""
    if rule not in _readers:
        _readers.append(rule)
    return rule


def may_read(file: File, account: Any) -> bool:
    """Say whether an account (None: anybody) may read the file."""
    if account is not None and file.uploaded_by == account.id:
        return True
    return any(rule(file, account) for rule in _readers)
