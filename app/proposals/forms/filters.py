"""Filters of the office's list, read from the address; what cannot be read narrows nothing."""

from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from app.proposals.models import Channel, Status
from app.proposals.services.office import Filters

E = TypeVar("E", bound=StrEnum)


def filters_from(args: MultiDict[str, str]) -> Filters:
    return Filters(
        status=_one_of(Status, args.get("status")),
        field_id=args.get("field", type=int),
        type_id=args.get("type", type=int),
        channel=_one_of(Channel, args.get("channel")),
        safety={"yes": True, "no": False}.get(args.get("safety", "")),
        query=args.get("q", "")[:200],
    )


def _one_of(kind: type[E], text: str | None) -> E | None:
    return kind(text) if text in set(kind) else None
