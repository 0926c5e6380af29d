"""Whether an account may vote, by what it tells of itself: confirmed, age, district.

An account knows the decade of birth alone. A decade that reaches into the age counts as old enough: where age must be
proved, a poll uses a list or codes. ``checked`` asks that somebody else than the person says so.
"""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account, Claim, ClaimKind, ClaimSource
from app.core.db import db
from app.polls.models import Electorate, Poll

Claims = dict[ClaimKind, Claim]


def claims_of(account: Account) -> Claims:
    """Return what is claimed of a person, the newest of each kind."""
    found = select(Claim).where(Claim.account_id == account.id).order_by(Claim.id)
    return {claim.kind: claim for claim in db.session.scalars(found)}


def obstacle(poll: Poll, electorate: Electorate, account: Account, claims: Claims) -> str | None:
    """Return why an account is not in the electorate, as a code of ``NotEligible``, or nothing."""
    if account.email_confirmed_at is None or account.closed_at is not None:
        return "unconfirmed"
    asked = electorate.conditions
    age = _age_obstacle(asked, claims, poll.opens_at.year) if {"from_age", "to_age"} & asked.keys() else None
    district = _district_obstacle(asked, claims) if asked.get("districts") else None
    return age or district


def _trusted(asked: dict[str, Any], claim: Claim) -> bool:
    return not asked.get("checked") or claim.source is not ClaimSource.self_declared


def _age_obstacle(asked: dict[str, Any], claims: Claims, year: int) -> str | None:
    claim = claims.get(ClaimKind.birth_band)
    if claim is None:
        return "age_unknown"
    first, last = (int(part) for part in claim.value.split("-"))
    if year - first < asked.get("from_age", 0) or year - last > asked.get("to_age", 200):
        return "age"
    return None if _trusted(asked, claim) else "unchecked"


def _district_obstacle(asked: dict[str, Any], claims: Claims) -> str | None:
    claim = claims.get(ClaimKind.residence)
    if claim is None:
        return "district_unknown"
    if not any(claim.value.startswith(beginning(code)) for code in asked["districts"]):
        return "district"
    return None if _trusted(asked, claim) else "unchecked"


def beginning(place: str) -> str:
    """Return the digits that all places within a place begin with: city 2, district 5, dong all."""
    for digits in (2, 5):
        if not place[digits:].strip("0"):
            return place[:digits]
    return place


def cell_of(claims: Claims) -> str:
    """Return what turnout is shown by: district and decade of birth, as far as both are told."""
    residence, band = claims.get(ClaimKind.residence), claims.get(ClaimKind.birth_band)
    if residence is None:
        return "all"
    return residence.value[:5] + (f":{band.value}" if band else "")
