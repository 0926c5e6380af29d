"""The agreement to carry out what the assembly chose: prepared, then signed body by body, each on record."""

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.assembly.models import Agreement, AnswerBody, Assembly, Signature
from app.assembly.services import finding
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError


class AgreementStandsStill(RuleError):
    code = "agreement_stands_still"
    sentence = N_("The agreement has been signed. Its text stands still.")


class NothingToSign(RuleError):
    code = "agreement_nothing_to_sign"
    sentence = N_("Prepare the text of the agreement first.")


class SignedAlready(RuleError):
    code = "agreement_signed_already"
    sentence = N_("This body has signed already.")
    field = "body_id"


class SignedInFuture(RuleError):
    code = "agreement_signed_in_future"
    sentence = N_("A signature is recorded after it was given.")
    field = "signed_at"


def prepare(assembly: Assembly, *, text_ko: str, text_en: str, by: Any) -> Agreement:
    """Write the text that will be signed. Raises ``AgreementStandsStill``."""
    assembly_id = assembly.id
    with transaction():
        finding.locked_assembly(assembly_id)
        agreement = db.session.get(Agreement, assembly_id) or Agreement(assembly_id=assembly_id)
        if agreement.signatures:
            raise AgreementStandsStill()
        agreement.text_ko, agreement.text_en, agreement.prepared_at = text_ko.strip(), text_en.strip(), clock.now()
        db.session.add(agreement)
        after = {"sha256": hash_of(agreement)}
        audit.record("assembly.agreement", of=("assembly", assembly_id), by=by, after=after)
    return agreement


def sign(assembly: Assembly, *, body_id: int, name: str, office: str, signed_at: dt.datetime, by: Any) -> Signature:
    """Record that a body has signed. Raises ``NothingToSign``, ``SignedAlready``, ``SignedInFuture``."""
    assembly_id = assembly.id
    if signed_at > clock.now():
        raise SignedInFuture()
    with transaction():
        finding.locked_assembly(assembly_id)
        agreement = db.session.get(Agreement, assembly_id)
        body = db.session.get(AnswerBody, body_id)
        if agreement is None or body is None or body.assembly_id != assembly_id:
            raise NothingToSign()
        if any(signature.body_id == body_id for signature in agreement.signatures):
            raise SignedAlready()
        signature = Signature(
            body_id=body_id, name=name, office=office, signed_at=signed_at, text_hash=hash_of(agreement),
            recorded_by=getattr(by, "id", None), recorded_at=clock.now(),
        )  # fmt: skip
        agreement.signatures.append(signature)
        after = {"body": body.code, "signed_at": signed_at.isoformat(), "sha256": signature.text_hash}
        audit.record("assembly.agreement_signed", of=("assembly", assembly_id), by=by, after=after)
    return signature


def of(assembly: Assembly) -> Agreement | None:
    """Return the agreement with its signatures, or nothing."""
    whole = joinedload(Agreement.signatures).joinedload(Signature.body)
    query = select(Agreement).where(Agreement.assembly_id == assembly.id).options(whole)
    return db.session.scalars(query).unique().one_or_none()


def hash_of(agreement: Agreement) -> str:
    """Return the SHA-256 of the text in both languages, which each signature names."""
    return hashlib.sha256(f"{agreement.text_ko}\0{agreement.text_en}".encode()).hexdigest()
