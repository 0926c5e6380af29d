"""What can be wrong with a code, a key, a ballot or a bundle: a code, its parameters, a sentence in two languages."""

from typing import Final

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # typed codes
    "code_empty": ("no code was typed", "코드를 입력하지 않았습니다"),
    "code_character": ("“{character}” is in no code", "“{character}” 문자는 코드에 쓰지 않습니다"),
    "code_length": (
        "the code has {found} characters, {expected} are expected",
        "코드가 {found}자입니다. {expected}자여야 합니다",
    ),
    "code_check": (
        "the code does not fit its check character: one character is wrong, or two changed places",
        "확인 문자가 맞지 않습니다. 한 글자가 틀렸거나 두 글자가 바뀌었습니다",
    ),
    # keys and shares
    "share_unreadable": ("the key share cannot be read: {why}", "열쇠 조각을 읽을 수 없습니다: {why}"),
    "share_of_other_poll": ("this share is of another poll", "다른 투표의 열쇠 조각입니다"),
    "share_twice": ("both shares are of holder {holder}", "두 조각이 모두 보관자 {holder}의 것입니다"),
    "shares_do_not_fit": (
        "the two shares together are not the key of this ballot box",
        "두 조각을 합쳐도 이 투표함의 열쇠가 되지 않습니다",
    ),
    "not_opened": ("ballot {leaf} cannot be opened: {why}", "투표지 {leaf}를 열 수 없습니다: {why}"),
    "too_long_to_seal": (
        "the ballot takes {found} bytes, the poll allows {allowed}",
        "투표지가 {found}바이트입니다. 이 투표는 {allowed}바이트까지 받습니다",
    ),
    "review_form": ("the form of this ballot is not valid: {why}", "투표지 양식이 유효하지 않습니다: {why}"),
    "receipt_unreadable": ("this holds no receipt", "투표 확인증이 아닙니다"),
    "test_failed": (
        "the machine failed the test: {fault}. Keep this record, it is the evidence",
        "기계 시험에 실패했습니다: {fault}. 이 기록을 증거로 보관하세요",
    ),
    # a ballot
    "ballot_invalid": (
        "the ballot breaks the rules of the form: {fault}",
        "투표지가 양식의 규칙에 어긋납니다: {fault}",
    ),
    "own_number": ("an own number has 4 to 8 digits", "나만의 번호는 숫자 4~8자리입니다"),
    # definition
    "definition": ("the poll's definition: {fault}", "투표 정의: {fault}"),
    "rule_needs_ballots": (
        "the rule {rule} needs whole ballots; single marks cannot be published for it",
        "{rule} 규칙은 투표지 전체가 있어야 하므로 낱개 표시로 공개할 수 없습니다",
    ),
    # batches
    "leaf_twice": ("leaf {leaf} is there twice", "잎 {leaf}이(가) 두 번 있습니다"),
    # a bundle
    "missing_file": ("{file}: the file is missing", "{file}: 파일이 없습니다"),
    "extra_file": ("{file}: the manifest does not list this file", "{file}: 목록(manifest)에 없는 파일입니다"),
    "unreadable": ("{file} cannot be read: {why}", "{file}을(를) 읽을 수 없습니다: {why}"),
    "not_canonical": (
        "{file}, line {line}: not in canonical form",
        "{file} {line}행: 정해진 형식(canonical JSON)이 아닙니다",
    ),
    "malformed": ("{file}, line {line}: {fault}", "{file} {line}행: {fault}"),
    "file_changed": (
        "{file}: the content is not the one that the manifest lists",
        "{file}: 내용이 목록(manifest)과 다릅니다",
    ),
    "bad_signature": ("{file}, line {line}: the signature is not valid", "{file} {line}행: 서명이 맞지 않습니다"),
    "other_key": (
        "{file}: signed by {found}, not by the trusted key {expected}",
        "{file}: 믿는 열쇠 {expected}이(가) 아니라 {found}(으)로 서명되었습니다",
    ),
    "wrong_poll": ("{file}, line {line}: belongs to another poll", "{file} {line}행: 다른 투표의 것입니다"),
    "wrong_root": (
        "heads.jsonl, line {line}: the first {size} leaves have another root than the signed head",
        "heads.jsonl {line}행: 앞의 잎 {size}개로 만든 뿌리가 서명된 머리와 다릅니다",
    ),
    "head_order": (
        "heads.jsonl, line {line}: the head is older or smaller than the one before",
        "heads.jsonl {line}행: 앞의 머리보다 작거나 오래되었습니다",
    ),
    "head_beyond": (
        "heads.jsonl, line {line}: the head is of {size} leaves, the log has {found}",
        "heads.jsonl {line}행: 머리는 잎 {size}개인데 기록에는 {found}개뿐입니다",
    ),
    "heads_missing": (
        "heads.jsonl: not the heads that the tally leaf commits to; one is missing or was added",
        "heads.jsonl: 집계 잎에 적힌 머리들과 다릅니다. 빠졌거나 더해진 것이 있습니다",
    ),
    "not_covered": (
        "leaves.jsonl: {found} leaves, the last signed head covers {size}",
        "leaves.jsonl: 잎이 {found}개인데 마지막 서명된 머리는 {size}개까지만 덮습니다",
    ),
    "kept_head": (
        "the head that was kept (size {size}) is not of this log",
        "보관한 머리(잎 {size}개)가 이 기록의 것이 아닙니다",
    ),
    "leaf_order": (
        "leaves.jsonl, line {line}: a leaf “{type}” is out of place here",
        "leaves.jsonl {line}행: “{type}” 잎이 올 자리가 아닙니다",
    ),
    "batch_order": (
        "leaves.jsonl, line {line}: the ballots of a batch are not sorted by their hash",
        "leaves.jsonl {line}행: 한 묶음의 투표가 해시 순서로 놓여 있지 않습니다",
    ),
    "replaces_nothing": (
        "leaves.jsonl, line {line}: names a leaf that does not stand in the log",
        "leaves.jsonl {line}행: 기록에 없는 잎을 가리킵니다",
    ),
    "replaced_twice": (
        "leaves.jsonl, line {line}: the leaf named was replaced or made void already",
        "leaves.jsonl {line}행: 이미 바뀌었거나 무효가 된 잎을 가리킵니다",
    ),
    "replacement_unproved": (
        "leaves.jsonl, line {line}: the proof does not fit the ballot that it replaces",
        "leaves.jsonl {line}행: 바꾸려는 투표의 변경 증명과 맞지 않습니다",
    ),
    "change_reused": (
        "leaves.jsonl, line {line}: another ballot has the same change commitment",
        "leaves.jsonl {line}행: 다른 투표와 변경 표시가 같습니다",
    ),
    "other_electorate": (
        "leaves.jsonl, line {line}: replaces a ballot of another electorate",
        "leaves.jsonl {line}행: 다른 선거인단의 투표를 바꿉니다",
    ),
    "count_differs": (
        "{what}, electorate {electorate}: {left} against {right}",
        "{what}, 선거인단 {electorate}: {left}와(과) {right}(으)로 서로 다릅니다",
    ),
    "wrong_definition": (
        "the log was opened for another poll.json (frozen {frozen}, found {found})",
        "기록이 다른 poll.json으로 시작되었습니다(고정된 해시 {frozen}, 실제 {found})",
    ),
    "roll_root": (
        "roll.csv: is not the roll that the close leaf commits to",
        "roll.csv: 마감 잎에 적힌 명부와 다릅니다",
    ),
    "roll_order": (
        "roll.csv, line {line}: not in order, or a pseudonym twice",
        "roll.csv {line}행: 순서가 틀렸거나 가명이 두 번 있습니다",
    ),
    "row_order": (
        "rows.jsonl, line {line}: not in the order of links, or a link twice",
        "rows.jsonl {line}행: 연결값 순서가 아니거나 같은 값이 두 번 있습니다",
    ),
    "row_value": (
        "rows.jsonl, line {line}: no ballot of this form can say that ({fault})",
        "rows.jsonl {line}행: 이 양식에서는 나올 수 없는 값입니다({fault})",
    ),
    "rows_not_committed": (
        "rows.jsonl, electorate {electorate}: not the rows that the tally leaf commits to",
        "rows.jsonl, 선거인단 {electorate}: 집계 잎에 적힌 행들과 다릅니다",
    ),
    "too_many_votes": (
        "rows.jsonl, electorate {electorate}: option {option} is marked {votes} times by {ballots} ballots",
        "rows.jsonl, 선거인단 {electorate}: 투표 {ballots}장에서 선택지 {option}이(가) {votes}번 표시되었습니다",
    ),
    "sample_draw": (
        "sample.json: place {place} is not the one that root and randomness draw",
        "sample.json: {place}번째 표본이 뿌리와 공개 난수로 뽑히는 것과 다릅니다",
    ),
    "sample_size": (
        "sample.json: {found} openings, {expected} are due",
        "sample.json: {found}개를 열었습니다. {expected}개를 열어야 합니다",
    ),
    "sample_opening": (
        "sample.json: opening {place} does not fit its {part}",
        "sample.json: {place}번째 공개가 {part}와(과) 맞지 않습니다",
    ),
    "result_not_committed": (
        "result.json: is not the result that the tally leaf commits to",
        "result.json: 집계 잎에 적힌 결과와 다릅니다",
    ),
    "result_differs": (
        "result.json: the recount gives another “{part}”",
        "result.json: 다시 세면 “{part}”이(가) 다릅니다",
    ),
    "election_differs": (
        "{file}: is not made of the published rows",
        "{file}: 공개된 행들로 만든 파일이 아닙니다",
    ),
    "audit_chain": (
        "audit.jsonl, line {line}: does not follow the entry before",
        "audit.jsonl {line}행: 앞 기록과 이어지지 않습니다",
    ),
    "opening_differs": (
        "openings, line {line}: does not fit the {part} of ballot {leaf}",
        "공개 자료 {line}행: 투표 {leaf}의 {part}와(과) 맞지 않습니다",
    ),
    # auditors
    "auditor_unknown": (
        "the poll's definition names no auditor with the key {key} under this name and role",
        "투표 정의에 이 이름과 역할로 열쇠 {key}를 쓰는 감사인이 없습니다",
    ),
    "confirms_another": (
        "the confirmation of {name} is about another {kind} than this bundle's",
        "{name}의 확인은 이 묶음이 아니라 다른 {kind}에 대한 것입니다",
    ),
    "head_unsigned": (
        "the head of {size} leaves is not signed by the log's key",
        "잎 {size}개의 머리에 기록 열쇠의 서명이 없습니다",
    ),
    "log_rewritten": (
        "the log of {newer} leaves does not begin with the {older} leaves of a head that was kept: it was rewritten. "
        "Keep both heads, they are the evidence",
        "잎 {newer}개의 기록이 보관한 머리의 잎 {older}개로 시작하지 않습니다. 기록을 다시 썼습니다. 두 머리를 증거로 보관하세요",
    ),
    "definition_replaced": (
        "poll.json is another one than the one that was kept (kept {kept}, found {found})",
        "poll.json이 보관한 것과 다릅니다(보관 {kept}, 지금 {found})",
    ),
    "not_fetched": ("{address} cannot be read: {why}", "{address}을(를) 읽을 수 없습니다: {why}"),
    "receipt_unsigned": (
        "the receipt is not signed by the log's key of this poll",
        "확인증에 이 투표의 기록 열쇠 서명이 없습니다",
    ),
    "receipt_broken": (
        "the receipt promises that its leaf stands in the log by {by}, and this log of {time} does not have it: the "
        "receipt is the evidence",
        "확인증은 {by}까지 기록에 오른다고 약속했지만 {time}의 기록에 없습니다. 확인증이 증거입니다",
    ),
    "receipt_unknown": ("no leaf of this log has the code {code}", "이 기록에는 코드 {code}인 잎이 없습니다"),
}


class Refused(Exception):
    """Something does not hold, or cannot be read.

    Parameters
    ----------
    code : str
        A key of ``SENTENCES``; a caller may translate by it.
    **params : object
        What the sentence names: file, line, leaf.
    """

    def __init__(self, code: str, /, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """Return the sentence in ``en`` or ``ko``."""
        return SENTENCES[self.code][1 if language == "ko" else 0].format(**self.params)
