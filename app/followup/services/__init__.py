"""What other areas call: ``owe`` an answer, ``answer`` it, ``counts`` of what was answered how.

An area that sends matters registers its source (``sources.register``) and calls ``owe`` in its own transaction, once
or twice alike. It reads back a matter by ``matter_of(source, source_id)`` or many by ``matters_of``.
"""

from app.followup.services import personal
from app.followup.services.counting import counts
from app.followup.services.finding import matter_called, matter_of, matters_of
from app.followup.services.owing import Sender, change_deadline, move, owe
from app.followup.services.sources import Source, register

__all__ = [
    "Sender", "Source", "change_deadline", "counts", "matter_called", "matter_of", "matters_of", "move", "owe", "personal", "register",
]  # fmt: skip
