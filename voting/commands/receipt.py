"""``python -m voting receipt``: check a receipt of a poll offline."""

from collections.abc import Iterator
from pathlib import Path

import click

from voting.commands.poll_reports import Line, definition_in, in_words, language
from voting.commands.sortition_shared import FILE, reporting_errors


@click.command(name="receipt")
@click.argument("text")
@click.option("--poll", "poll_file", type=FILE, required=True, help="The poll's poll.json.")
@click.option("--leaves", type=FILE, help="The log as it was downloaded (leaves.jsonl): is the ballot in it?")
@click.option("--head", "head_file", type=FILE, help="A signed head (head.json): are these leaves the signed log?")
@language
@reporting_errors
def command(text: str, poll_file: Path, leaves: Path | None, head_file: Path | None, lang: str) -> None:
    """Check a receipt: TEXT is what its QR code holds, or its code of 25 characters.

    The QR code carries the log's signature; the code alone can only be looked up in the log.
    """
    in_words(lang, lambda: _check(text, poll_file, leaves, head_file))


def _check(text: str, poll_file: Path, leaves: Path | None, head_file: Path | None) -> Iterator[Line]:
    from voting.ledger.looking_up import check_receipt, look_up  # needs the cryptography wheel
    from voting.ledger.verify import read_kept_head

    poll = definition_in(poll_file)
    receipt = check_receipt(text, poll)
    if receipt is not None:
        yield (
            "holds",
            (
                f"the log's key of this poll signed the receipt: leaf {receipt.leaf} stands in the log by {receipt.by}",
                f"이 투표의 기록 열쇠가 확인증에 서명했습니다. 잎 {receipt.leaf}은(는) {receipt.by}까지 기록에 오릅니다",
            ),
        )
    else:
        yield (
            "note",
            (
                "a code carries no signature: only the QR code proves what the log promised",
                "코드에는 서명이 없습니다. 기록의 약속은 QR 코드만 증명합니다",
            ),
        )
    if leaves is not None:
        head = read_kept_head(head_file.read_bytes()) if head_file else None
        found = look_up(text, poll, leaves.read_bytes(), head)
        yield "holds", found.words
        if head is None:
            yield (
                "note",
                (
                    "give --head head.json to check that these leaves are the signed log",
                    "이 잎들이 서명된 기록인지 보려면 --head head.json을 함께 주세요",
                ),
            )
