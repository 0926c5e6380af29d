"""Check a published bundle offline, from its files alone.

1. Manifest: every file is there and is the one listed; the city signed the list.
2. poll.json: readable, signed by the city; the log's key signed its hash.
3. Leaves and heads (``verify_log``). 4. Roll (``verify_roll``). 5. Rows and the sampled openings (``verify_rows``); with
   the openings that auditors have, all of them. 6. The recount is the result; the Pabulib files are the rows.
7. Audit chain; statement and its signatures.
"""

from collections.abc import Sequence
from pathlib import Path

from voting.ballots import BadInput
from voting.ledger.bundle import DAMAGED, Bundle
from voting.ledger.canonical import Json, parse
from voting.ledger.codes import RECEIPT_CHARACTERS, checked, encode
from voting.ledger.confirming import Confirmation, check_named, read_confirmation
from voting.ledger.definition import Definition, read_definition
from voting.ledger.heads import SignedHead
from voting.ledger.report import Report
from voting.ledger.shapes import HEX16, HEX32, HEX64, Shape
from voting.ledger.signatures import KEY, MANIFEST, POLL, is_signed
from voting.ledger.verify_log import Log, read_log
from voting.ledger.verify_result import (
    ALWAYS,
    STATEMENT_SHAPE,
    check_audit,
    check_result,
    check_statement,
    files_due,
    read_document,
)
from voting.ledger.verify_roll import check_roll
from voting.ledger.verify_rows import (
    SAMPLE,
    Rows,
    check_openings,
    check_sample,
    links_shown,
    places_drawn,
    read_rows,
    sampled_leaves,
)
from voting.ledger.words import Refused

MANIFEST_FILE = "manifest.json"
_MANIFEST: Shape = {"files": {"*": HEX32}, "poll": HEX16, "sig": HEX64, "type": ("manifest",), "v": (1,)}
_KEYS: Shape = {
    "box": HEX32, "city": HEX32, "log": HEX32, "log_proof": HEX64, "poll_sig": HEX64, "type": ("keys",), "v": (1,),
}  # fmt: skip


def verify(
    path: Path,
    *,
    city_key: str | None = None,
    kept: Sequence[SignedHead] = (),
    openings: Path | None = None,
    receipts: Sequence[str] = (),
    confirmations: Sequence[bytes] = (),
) -> Report:
    """Return what holds of a bundle.

    Parameters
    ----------
    path : Path
        Folder or zip file.
    city_key : str, optional
        The city's public key, in hex, as it was published elsewhere.
    kept : sequence of SignedHead
        Heads kept outside while the poll was open.
    openings : Path, optional
        The auditors' file with all openings.
    receipts : sequence of str
        Receipt codes to look up.
    confirmations : sequence of bytes
        What auditors confirmed, each a canonical document.

    Raises
    ------
    Refused
        The first thing that does not hold.
    """
    try:
        return _verify(Bundle(path), city_key, kept, openings, receipts, confirmations)
    except BadInput as fault:
        raise Refused("definition", fault=str(fault)) from None
    # What a damaged zip file or a document signed with nonsense in it raises.
    except (*DAMAGED, TypeError, KeyError, OverflowError) as fault:
        raise Refused("unreadable", file=path.name, why=repr(fault)) from None


def _verify(
    bundle: Bundle, city_key: str | None, kept: Sequence[SignedHead], openings: Path | None, receipts: Sequence[str],
    confirmations: Sequence[bytes],
) -> Report:  # fmt: skip
    report = Report()
    manifest = _manifest(bundle, report)
    poll = _definition(bundle, manifest, city_key, report)
    sample = read_document(bundle, "sample.json", SAMPLE)
    wanted = frozenset(shown["leaf"] for part in ("rows", "slots") for shown in sample[part])
    confirmed = [_confirmation(line, poll) for line in confirmations]
    kept = [*kept, *(one.head for one in confirmed if one.head)]
    log = read_log(bundle, poll, kept, wanted)
    _report_log(log, kept, report)
    people = check_roll(bundle, poll, log)
    report.holds(
        f"{people} people on the roll; those who voted are as many as the ballots that stand and the void ones",
        f"명부 {people}명. 투표한 사람 수가 유효한 투표와 무효표를 더한 수와 같습니다",
    )
    rows = _rows(bundle, poll, log, sample, openings, report)
    due = files_due(poll, log, rows)
    if differing := sorted(due ^ manifest["files"].keys()):
        raise Refused("missing_file" if differing[0] in due else "extra_file", file=differing[0])
    check_result(bundle, poll, log, rows, report)
    check_audit(bundle, log, report)
    for code in receipts:
        _receipt(log, code, report)
    for one in confirmed:
        _report_confirmation(one, bundle.document("statement.json"), report)
    return report


def _confirmation(line: bytes, poll: Definition) -> Confirmation:
    """Return what an auditor whom the definition names confirmed of this poll."""
    try:
        found = read_confirmation(parse(line.strip()))
    except ValueError as fault:
        raise Refused("malformed", file="confirmation", line=1, fault=str(fault)) from None
    check_named(found, poll)
    return found


def _report_confirmation(found: Confirmation, stated: Json, report: Report) -> None:
    """Say who confirmed what; the heads were compared with the log already."""
    if found.statement is not None and found.statement != {k: v for k, v in stated.items() if k != "signers"}:
        raise Refused("confirms_another", name=found.name, kind="statement.json")
    what = ("this result and its check", "이 결과와 그 검증") if found.statement else (f"the head of {found.size} leaves", f"잎 {found.size}개의 머리")  # fmt: skip
    report.holds(f"{found.name} ({found.role}) confirmed {what[0]}", f"{found.name}({found.role})이(가) {what[1]}을(를) 확인했습니다")  # fmt: skip


def _manifest(bundle: Bundle, report: Report) -> Json:
    manifest: Json = read_document(bundle, MANIFEST_FILE, _MANIFEST)
    listed, there = set(manifest["files"]), bundle.names() - {MANIFEST_FILE}
    if missing := sorted((listed | ALWAYS) - there) or sorted(ALWAYS - listed):
        raise Refused("missing_file", file=missing[0])
    if extra := sorted(there - listed):
        raise Refused("extra_file", file=extra[0])
    for name, stated in manifest["files"].items():
        if bundle.hash(name) != stated:
            raise Refused("file_changed", file=name)
    report.holds(f"{len(listed)} files are those of the manifest", f"파일 {len(listed)}개가 목록과 같습니다")
    return manifest


def _definition(bundle: Bundle, manifest: Json, city_key: str | None, report: Report) -> Definition:
    """Check poll.json, the keys and the city's signatures."""
    keys = read_document(bundle, "keys.json", _KEYS)
    if city_key is not None and keys["city"] != city_key.strip().lower():
        raise Refused("other_key", file="keys.json", found=keys["city"], expected=city_key)
    unsigned = {key: value for key, value in manifest.items() if key != "sig"}
    if not is_signed(keys["city"], MANIFEST, unsigned, manifest["sig"]):
        raise Refused("bad_signature", file=MANIFEST_FILE, line=1)
    document = bundle.document("poll.json")
    poll = read_definition(document)
    if not is_signed(keys["city"], POLL, document, keys["poll_sig"]):
        raise Refused("bad_signature", file="poll.json", line=1)
    if {name: keys[name] for name in ("box", "log")} != document["keys"]:
        raise Refused("malformed", file="keys.json", line=1, fault="not the keys of poll.json")
    if not is_signed(keys["log"], KEY, {"poll_hash": poll.hash}, keys["log_proof"]):
        raise Refused("bad_signature", file="keys.json", line=1)
    if manifest["poll"] != poll.poll:
        raise Refused("wrong_poll", file=MANIFEST_FILE, line=1)
    report.holds(
        f"poll {poll.poll} is signed by the city and frozen as {poll.hash}",
        f"투표 {poll.poll}은(는) 시가 서명하고 {poll.hash}(으)로 고정한 것입니다",
    )
    if city_key is None:
        report.note(
            f"compare the city's key with the one in the gazette: {keys['city']}",
            f"시의 열쇠를 관보의 것과 비교하세요: {keys['city']}",
        )
    return poll


def _report_log(log: Log, kept: Sequence[SignedHead], report: Report) -> None:
    report.holds(
        f"{log.size} leaves under {log.heads} signed heads, each extending the one before; last root {log.root}",
        f"잎 {log.size}개와 서명된 머리 {log.heads}개가 차례로 이어집니다. 마지막 뿌리 {log.root}",
    )
    replaced = sum(state == "replaced" for state in log.gone.values())
    report.holds(
        f"{len(log.cards)} ballots stand, {replaced} were replaced with proof, {len(log.gone) - replaced} made void",
        f"유효한 투표 {len(log.cards)}장, 증명과 함께 바뀐 투표 {replaced}장, 무효가 된 투표 {len(log.gone) - replaced}장",
    )
    if kept:
        report.holds(f"{len(kept)} kept heads are of this log", f"보관한 머리 {len(kept)}개가 이 기록의 것입니다")
    else:
        report.note(
            "compare a head that somebody kept while people voted (--head): only that shows a log rewritten as a whole",
            "투표 중에 누군가 보관한 머리와 비교하세요(--head). 기록 전체를 다시 쓴 경우는 그것으로만 드러납니다",
        )
    if log.small_batches:
        report.note(
            f"{log.small_batches} batches have fewer than 20 leaves",
            f"잎이 20개보다 적은 묶음이 {log.small_batches}개 있습니다",
        )


def _rows(bundle: Bundle, poll: Definition, log: Log, sample: Json, openings: Path | None, report: Report) -> Rows:
    """Check rows, statement, sample and, where they are given, all openings."""
    stated = read_document(bundle, "statement.json", STATEMENT_SHAPE)
    for name, document in (("sample.json", sample), ("statement.json", stated)):
        if document["poll"] != poll.poll:
            raise Refused("wrong_poll", file=name, line=1)
    slots = len(sampled_leaves(poll, log)) * poll.slots
    if stated["drawn"] > slots:
        raise Refused("sample_size", found=stated["drawn"], expected=slots)
    drawn_at = places_drawn(sample, poll, log, stated["drawn"])
    rows = read_rows(bundle, poll, log, drawn_at[0], links_shown(sample))
    report.holds(
        f"{sum(sum(v.values.values()) for v in rows.votes.values())} rows are those the log committed to before the sample was drawn",
        f"공개된 행 {sum(sum(v.values.values()) for v in rows.votes.values())}개가 표본 추첨 전에 기록이 확정한 것과 같습니다",
    )
    check_statement(stated, poll, log, rows, bundle, sample["randomness"])
    check_sample(sample, poll, log, rows, drawn_at)
    sure = f"{stated['certainty'] / 10:g} %"
    report.holds(
        f"{stated['drawn']} rows and {stated['drawn']} slots were opened; had {stated['to_alter']} rows been false, "
        f"one would show with {sure}",
        f"행 {stated['drawn']}개와 칸 {stated['drawn']}개를 열었습니다. 거짓 행이 {stated['to_alter']}개 있었다면 {sure} "
        "확률로 드러납니다",
    )
    if openings is not None or poll.publish == "open":
        _all_openings(bundle, poll, log, rows, openings, report)
    return rows


def _all_openings(
    bundle: Bundle, poll: Definition, log: Log, rows: Rows, openings: Path | None, report: Report
) -> None:
    source = bundle if openings is None else Bundle(openings.parent)
    lines = source.documents("openings.jsonl" if openings is None else openings.name)
    number, _ = check_openings(lines, (body for _, _, body in bundle.documents("leaves.jsonl")), poll, log, rows)
    report.holds(
        f"all {number} ballots are valid, and every slot and row is theirs",
        f"투표 {number}장이 모두 유효하고, 모든 칸과 행이 이 투표들의 것입니다",
    )
    rows.complete = True


def _receipt(log: Log, typed: str, report: Report) -> None:
    """Say what became of the leaf with this receipt code."""
    code = checked(typed, RECEIPT_CHARACTERS)
    for leaf in log.seen:
        if encode(leaf, RECEIPT_CHARACTERS) == code:
            english, korean = {
                "replaced": ("was replaced by its voter", "투표한 사람이 바꾸었습니다"),
                "void": ("was made void by a decision", "결정으로 무효가 되었습니다"),
            }.get(log.gone.get(leaf, ""), ("stands in the log and counts", "기록에 있고 집계되었습니다"))
            report.holds(f"receipt {code}: {english}", f"확인증 {code}: {korean}")
            return
    raise Refused("receipt_unknown", code=code)


def is_bundle(path: Path) -> bool:
    """Return whether a path looks like a bundle: a folder, or a file that begins as a zip does."""
    if path.is_dir():
        return True
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def read_kept_head(data: bytes) -> SignedHead:
    """Return a head from a file in which it was kept.

    Raises
    ------
    Refused
        ``malformed``.
    """
    try:
        return SignedHead.of(parse(data.strip()))
    except ValueError as fault:
        raise Refused("malformed", file="head", line=1, fault=str(fault)) from None
