"""How public addresses are written."""

from werkzeug.routing import BaseConverter


class ReceiptNumber(BaseConverter):
    """A proposal's number within its cycle, of four digits or more: 0123."""

    regex = r"\d{4,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: object) -> str:
        return f"{int(str(value)):04d}"
