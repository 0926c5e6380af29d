"""The result, the Pabulib files, the statement and the audit excerpt of a bundle."""

from hashlib import sha256
from typing import Any

from voting.ledger.bundle import Bundle, signed_by, statement
from voting.ledger.canonical import Json, canonical
from voting.ledger.definition import Definition
from voting.ledger.election_file import election_file, name_of
from voting.ledger.heads import SignedHead
from voting.ledger.recount import result
from voting.ledger.report import Report
from voting.ledger.shapes import ANY, COUNT, HEX16, HEX32, HEX64, TEXT, Shape, shaped
from voting.ledger.signatures import STATEMENT, is_signed
from voting.ledger.verify_log import Log
from voting.ledger.verify_rows import Rows
from voting.ledger.words import Refused

ALWAYS = {
    "poll.json", "keys.json", "leaves.jsonl", "heads.jsonl", "roll.csv", "rows.jsonl", "result.json", "sample.json",
    "statement.json",
}  # fmt: skip
STATEMENT_SHAPE: Shape = {
    "certainty": COUNT, "drawn": COUNT, "poll": HEX16, "randomness": TEXT, "result": HEX32, "root": HEX32, "rows": COUNT,
    "signers": [{"key": HEX32, "name": TEXT, "role": TEXT, "sig": HEX64}], "size": COUNT, "to_alter": COUNT,
    "type": ("statement",), "v": (1,),
}  # fmt: skip
_AUDIT: Shape = {
    "action": TEXT, "actor": TEXT, "at": TEXT, "object": [ANY], "pay": HEX32, "prev": HEX32, "role": TEXT, "seq": COUNT,
}  # fmt: skip


def read_document(bundle: Bundle, name: str, shape: Shape) -> Any:
    """Return a document of the bundle that has the shape.

    Raises
    ------
    Refused
        ``malformed``, ``missing_file``, ``not_canonical``.
    """
    try:
        return shaped(bundle.document(name), shape)
    except ValueError as fault:
        raise Refused("malformed", file=name, line=1, fault=str(fault)) from None


def check_statement(stated: Json, poll: Definition, log: Log, rows: Rows, bundle: Bundle, randomness: str) -> None:
    """Recompute what the statement says; check who signed it."""
    head = SignedHead(poll.poll, log.root, log.size, "", "", "")
    unsigned = {key: value for key, value in stated.items() if key != "signers"}
    due = statement(poll, rows.votes, head, bundle.document("result.json"), randomness)
    for key, value in due.items():
        if unsigned[key] != value:
            raise Refused("malformed", file="statement.json", line=1, fault=f"{key} is {unsigned[key]}, not {value}")
    for signer in stated["signers"]:
        if not is_signed(signer["key"], STATEMENT, signed_by(unsigned, signer["name"], signer["role"]), signer["sig"]):
            raise Refused("bad_signature", file="statement.json", line=1)


def check_result(bundle: Bundle, poll: Definition, log: Log, rows: Rows, report: Report) -> None:
    """Compare result.json with the tally leaf and with a recount; the Pabulib files with the rows."""
    stated = read_document(bundle, "result.json", {"*": ANY})
    if sha256(canonical(stated)).hexdigest() != log.single["tally"]["result"]:
        raise Refused("result_not_committed")
    for name, part in rows.votes.items():
        file = name_of(poll, name)
        if name not in rows.withheld and _changed(bundle, file, election_file(poll, name, part)):
            raise Refused("election_differs", file=file)
    if rows.withheld and not rows.complete:
        names = ", ".join(rows.withheld)
        report.note(
            f"fewer than 20 ballots in {names}: rows are kept back, only auditors can recount (--full)",
            f"{names}은(는) 투표가 20장보다 적어 행을 공개하지 않습니다. 감사인만 다시 셀 수 있습니다(--full)",
        )
        return
    due = result(poll, rows.votes)
    if differing := sorted(key for key in due.keys() | stated.keys() if due.get(key) != stated.get(key)):
        raise Refused("result_differs", part=differing[0])
    report.selected = list(due["outcome"]["selected"])
    chosen = ", ".join(report.selected)
    report.holds(
        f"the recount by {poll.rule} gives the result: {chosen}",
        f"{poll.rule} 규칙으로 다시 센 결과가 같습니다: {chosen}",
    )


def _changed(bundle: Bundle, name: str, due: bytes) -> bool:
    with bundle.open(name) as file:
        return file.read(len(due) + 1) != due


def check_audit(bundle: Bundle, log: Log, report: Report) -> None:
    """Follow the audit chain from the head that the open leaf names to the one that the close leaf names.

    Raises
    ------
    Refused
        ``audit_chain``, ``malformed``.
    """
    first, last = log.single["open"].get("audit"), log.single["close"].get("audit")
    if first is None or last is None:
        return
    at, number = first, 0
    for number, line, entry in bundle.documents("audit.jsonl"):
        try:
            shaped(entry, _AUDIT)
        except ValueError as fault:
            raise Refused("malformed", file="audit.jsonl", line=number, fault=str(fault)) from None
        if (entry["prev"], entry["seq"]) != (at["hash"], at["seq"] + 1):
            raise Refused("audit_chain", line=number)
        at = {"hash": sha256(b"minhoe/audit/1\0" + line).hexdigest(), "seq": entry["seq"]}
    if at != last:
        raise Refused("audit_chain", line=number)
    report.holds(
        f"{number} audit entries between opening and closing follow one another",
        f"시작부터 마감까지의 감사 기록 {number}개가 이어집니다",
    )


def files_due(poll: Definition, log: Log, rows: Rows) -> set[str]:
    """Return the files that a bundle of this poll has, the manifest left out."""
    found = ALWAYS | {name_of(poll, name) for name in poll.electorates if name not in rows.withheld}
    if "audit" in log.single["open"] and "audit" in log.single["close"]:
        found |= {"audit.jsonl"}
    return found | ({"openings.jsonl"} if poll.publish == "open" else set())
