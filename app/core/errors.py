"""What a rule says when it refuses: a code, parameters, and a sentence to translate."""

import datetime as dt
from typing import Any, ClassVar


def N_(sentence: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a sentence for translation where it stands; it is translated where it is shown."""
    return sentence


class RuleError(Exception):
    """A rule of the procedure refuses the act. Nothing was changed.

    ``sentence`` has named places (``%(ceiling_won)s``); a parameter whose name ends in
    ``_won`` is shown as money, a datetime as time in Gwangju. ``field`` names the form field
    that the message belongs to, if any.
    """

    code: ClassVar[str] = "refused"
    sentence: ClassVar[str] = N_("This is not possible now.")
    status: ClassVar[int] = 409
    field: ClassVar[str | None] = None

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params

    def as_json(self) -> dict[str, Any]:
        """Return the refusal for keeping; ``kept_refusal`` reads it, so that it is translated where it is shown."""
        params = {name: _kept(value) for name, value in self.params.items()}
        return {"code": self.code, "sentence": self.sentence, "params": params}


class NotFound(RuleError):
    code = "not_found"
    sentence = N_("There is no such page, or it is not yours to see.")
    status = 404


class EditedByAnother(RuleError):
    code = "edited_by_another"
    sentence = N_("Someone else saved first. Compare both texts; what you typed is kept below.")


def kept_refusal(kept: dict[str, Any]) -> RuleError:
    """Return the refusal that ``RuleError.as_json`` kept."""
    error = RuleError(**{name: _read(value) for name, value in kept["params"].items()})
    error.sentence = kept["sentence"]  # type: ignore[misc]
    return error


def _kept(value: object) -> object:
    if isinstance(value, dt.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, dt.date):
        return {"on": value.isoformat()}
    return value if isinstance(value, int) else str(value)


def _read(value: object) -> object:
    match value:
        case {"at": str(instant)}:
            return dt.datetime.fromisoformat(instant)
        case {"on": str(day)}:
            return dt.date.fromisoformat(day)
    return value
