"""``python -m voting witness``: keep the heads of a poll's log and check that it was not rewritten."""

from collections.abc import Iterator
from pathlib import Path

import click

from voting.commands.poll_reports import Line, in_words, language
from voting.commands.sortition_shared import FILE, reporting_errors


@click.command(name="witness")
@click.argument("address", metavar="URL")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where heads are kept.")
@click.option("--with", "others", type=FILE, multiple=True, help="Heads that others kept (heads.jsonl), to compare.")
@language
@reporting_errors
def command(address: str, folder: Path, others: tuple[Path, ...], lang: str) -> None:
    """Fetch the newest head of the poll at URL (https://.../polls/<slug>) and check it against all heads kept before.

    Run it now and then while people vote. Exit code 0: the log goes on from every head kept; 2: it does not, and the heads
    are kept in refused.jsonl as evidence.
    """
    in_words(lang, lambda: _witness(address, folder, others))


def _witness(address: str, folder: Path, others: tuple[Path, ...]) -> Iterator[Line]:
    from voting.ledger.witnessing import heads_in, witness  # needs the cryptography wheel

    compared = [head for path in others for head in heads_in(path.read_bytes(), path.name)]
    newest, older = witness(address, folder, compared)
    yield (
        "holds",
        (
            f"head of {newest.size} leaves at {newest.time}, root {newest.root}, signed by the log's key",
            f"{newest.time}의 머리, 잎 {newest.size}개, 뿌리 {newest.root}, 기록 열쇠의 서명이 맞습니다",
        ),
    )
    if older:
        first = min(head.size for head in older)
        yield (
            "holds",
            (
                f"its log begins with that of {len(older)} heads kept before, the oldest of {first} leaves",
                f"이 기록은 먼저 보관한 머리 {len(older)}개(가장 오래된 것은 잎 {first}개)의 기록으로 시작합니다",
            ),
        )
    else:
        yield (
            "note",
            (
                f"the first head kept in {folder}: run this again later, and keep the folder away from the city's machines",
                f"{folder}에 처음 보관한 머리입니다. 나중에 다시 실행하고, 이 폴더는 시의 컴퓨터가 아닌 곳에 두세요",
            ),
        )
