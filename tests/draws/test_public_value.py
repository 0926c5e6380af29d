"""The public value is bound before the lottery and opened after it; whatever is not it draws nothing."""

import hashlib
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.jobs.models import Job
from app.draws.models import Draw, DrawState, PublicValue
from app.draws.services import ceremony, lottery, public_value, records
from tests.builders import DAY
from tests.draws.builders import a_committed_draw, a_drawn_draw, an_announced_draw
from tests.draws.test_protocol import again, verify
from tests.voting.sortition.test_public_source import ROUNDS
from voting.sortition import drand

NUMBER, SIGNATURE, RANDOMNESS = ROUNDS[1]
KNOWN_AT = drand.time_of(NUMBER)
SECRETS = ["첫째 당사자의 비밀 문장 8213 a91f", "둘째 당사자의 비밀 문장 5521 77c0"]
HASHES = "\n".join(hashlib.sha256(secret.encode()).hexdigest() for secret in SECRETS)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [("", public_value.NoNumber), ("12", public_value.NoNumber), ("1234", public_value.NoNumber),
     ("4x7", public_value.NoNumber), ("４３７", public_value.NoNumber), ("4" * 5000, public_value.ValueTooLong)],
)  # fmt: skip
def test_a_value_that_no_three_dice_show_is_refused(app, value, wrong):
    draw = a_committed_draw()
    with pytest.raises(wrong):
        ceremony.reveal(draw, value, "참관인", None)
    assert again(draw).state is DrawState.committed


def test_three_noughts_mean_the_last_of_the_thousand_panels(app):
    draw = a_drawn_draw("0 0 0")
    assert draw.value == "000"
    assert draw.figures["number"] == 1000


def test_who_saw_the_value_has_to_be_said(app):
    draw = a_committed_draw()
    with pytest.raises(ceremony.WitnessesMissing):
        ceremony.reveal(draw, "437", "  ", None)
    assert again(draw).value is None


def a_draw_by_drand() -> Draw:
    """Its lottery was bound an hour before a round that the network really signed."""
    with clock.replaying(KNOWN_AT - DAY / 24):
        return a_committed_draw(kind=PublicValue.drand, announced="drand quicknet", known_at=KNOWN_AT)


def test_a_round_of_drand_is_opened_by_its_signature_alone(app, tmp_path):
    draw = a_draw_by_drand()
    assert draw.source["round"] == NUMBER
    another = ROUNDS[0][1]
    for typed, wrong in (
        ("437", public_value.NoSignature),
        (RANDOMNESS, public_value.NoSignature),
        (another, public_value.NotThatRound),
    ):
        with pytest.raises(wrong):
            ceremony.reveal(again(draw), typed, "drand", None)
    assert again(draw).value is None
    ceremony.reveal(again(draw), SIGNATURE.upper(), "drand", None)
    assert again(draw).value == RANDOMNESS
    told = verify(tmp_path, draw)
    assert told.returncode == 0, told.stderr
    assert f"round {NUMBER} of drand" in told.stdout


def test_a_round_that_is_known_already_cannot_be_announced(app):
    with pytest.raises(public_value.RoundKnown):
        an_announced_draw(kind=PublicValue.drand, known_at=clock.now() - DAY)
    with pytest.raises(public_value.RoundMissing):
        an_announced_draw(kind=PublicValue.drand, subject_id=2)


def test_a_lottery_that_is_ready_after_its_round_is_not_published(app, monkeypatch):
    with clock.replaying(KNOWN_AT - DAY):
        draw = an_announced_draw(kind=PublicValue.drand, known_at=KNOWN_AT)
    with pytest.raises(public_value.RoundKnown):
        lottery.start(draw, None)
    times = iter([KNOWN_AT - DAY / 1000, KNOWN_AT])  # when it is started, when it is ready
    monkeypatch.setattr(public_value, "clock", SimpleNamespace(now=lambda: next(times)))
    lottery.start(draw, None)
    assert (again(draw).state, again(draw).commitment) == (DrawState.preparing, None)
    assert db.session.scalars(select(Job.error)).all() == ["round_known"]


def test_secrets_must_be_those_whose_hashes_were_announced(app, tmp_path):
    for hashes in ("", "no hash", f"{HASHES[:64]}\n{HASHES[:64]}"):
        with pytest.raises(public_value.HashesMissing):
            an_announced_draw(kind=PublicValue.secret, hashes=hashes, subject_id=int(clock.now().timestamp() * 1e6))
    draw = a_committed_draw(kind=PublicValue.secret, announced="비밀 두 개와 코스피 종가", hashes=HASHES)
    for value, wrong in (
        ("\n".join(SECRETS), public_value.LinesMissing),
        ("\n".join([*reversed(SECRETS), "2,481.12"]), public_value.SecretDoesNotFit),
        ("\n".join([SECRETS[0], "short", "2,481.12"]), public_value.SecretDoesNotFit),
        ("\n".join([*SECRETS, "2,481\x07"]), public_value.NotReadable),
    ):
        with pytest.raises(wrong):
            ceremony.reveal(again(draw), value, "당사자 둘", None)
    ceremony.reveal(again(draw), "\r\n".join([*SECRETS, "2,481.12"]), "당사자 둘", None)
    public = records.read(draw, records.TRANSCRIPT)["public_value"]
    assert (public["secrets"], public["beside"]) == (SECRETS, "2,481.12")
    assert verify(tmp_path, draw).returncode == 0
