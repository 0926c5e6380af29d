"""The log of what was done: appended, chained, sealed, and verified by whoever likes."""

from app.core.audit.chain import (
    AuditEntry,
    AuditHead,
    AuditPayload,
    canonical,
    entry_body_of,
    erase_payloads,
    record,
    record_many,
)
from app.core.audit.verifying import Fault, verify

__all__ = [
    "AuditEntry", "AuditHead", "AuditPayload", "Fault", "canonical", "entry_body_of", "erase_payloads", "record", "record_many", "verify",
]  # fmt: skip
