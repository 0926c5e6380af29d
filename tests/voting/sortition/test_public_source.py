"""Where the public value comes from: drand rounds as the network signed them, secrets committed beforehand."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from voting.__main__ import main
from voting.sortition import drand
from voting.sortition.errors import BadInput
from voting.sortition.public_source import hash_of, secrets_source

# Rounds as drand's quicknet served them: number, signature, randomness.
ROUNDS = [
    (
        1000,
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
        "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
    ),
    (
        657413,
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
        "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
    ),
]
SECRETS = ["union: 6f1d2a9c44e07b35", "mayor: 90aa17c3be52d8f1"]
POOL = "id,sex\n" + "".join(f"{i:03d},{'fm'[i % 2]}\n" for i in range(30))
TARGETS = "feature,value,min,max\nsex,f,3,3\nsex,m,3,3\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "pool.csv").write_text(POOL)
    (tmp_path / "targets.csv").write_text(TARGETS)

    def run(command, *options):
        given_options = [option.replace("{}", str(tmp_path)) for option in options]
        return CliRunner().invoke(main, [command, *given_options])

    return run


def prepare(run, *options):
    files = ["{}/pool.csv", "{}/targets.csv", "--size", "6", "--prepare", "{}/lottery.json", "--quiet"]
    result = run("draw", *files, *options)
    assert result.exit_code == 0, result.stderr


def draw(run, *options):
    return run("draw", "{}/pool.csv", "--prepared", "{}/lottery.json", "--transcript", "{}/t.json", *options)


@pytest.mark.parametrize(("number", "signature", "randomness"), ROUNDS)
def test_rounds_of_the_network_hold_and_give_its_randomness(number, signature, randomness):
    assert drand.holds(number, signature)
    assert drand.value_of(signature) == randomness
    assert not drand.holds(number + 1, signature)


def test_signature_of_another_point_or_of_none_does_not_hold():
    number, signature, _ = ROUNDS[0]
    mirrored = f"{int(signature[:2], 16) ^ 0x20:02x}{signature[2:]}"
    infinity = "c0" + "00" * 47
    for forged in (mirrored, infinity, "00" * 48, ROUNDS[1][1], signature[:-2] + "00"):
        assert not drand.holds(number, forged)


@given(st.integers(1, 10**9), st.integers(0, 2999))
def test_round_of_a_moment_is_the_next_to_become_known(number, milliseconds):
    assert drand.round_at(drand.time_of(number) - timedelta(milliseconds=milliseconds)) == number


def test_draw_by_an_announced_round_is_verified_with_its_signature(run, tmp_path):
    number, signature, randomness = ROUNDS[0]
    prepare(run, "--drand-round", str(number))
    announced = json.loads((tmp_path / "lottery.json").read_text())["prepared"]["announced"]
    assert announced == "round 1000 of drand's quicknet, 2023-08-23 15:59:24 UTC"
    assert draw(run, "--drand-signature", signature).exit_code == 0
    assert json.loads((tmp_path / "t.json").read_text())["public_value"]["value"] == randomness
    checked = run("verify", "{}/t.json", "{}/pool.csv")
    assert "holds: round 1000 of drand (2023-08-23 15:59:24 UTC) is signed by its network" in checked.stdout


def test_without_the_pairing_library_the_report_says_that_the_signature_is_not_checked(run, monkeypatch):
    prepare(run, "--drand-round", "1000")
    draw(run, "--drand-signature", ROUNDS[0][1])
    monkeypatch.setattr(drand, "PAIRINGS", "a_library_that_nobody_has")
    checked = run("verify", "{}/t.json")
    assert checked.exit_code == 0
    assert "note: drand's signature is not checked here" in checked.stdout
    assert "signed by its network" not in checked.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--drand-signature", ROUNDS[1][1]], "is not drand's of round 1000"),
        (["--drand-signature", "abc"], "No signature of drand"),
        (["--seed", ROUNDS[0][2]], "signature of round 1000 is missing"),
        (["--seed", "437"], "signature of round 1000 is missing"),
        (["--drand-signature", ROUNDS[0][1], "--seed", "437"], "More than one public value"),
    ],
)
def test_another_value_than_the_announced_round_is_refused(run, options, message):
    prepare(run, "--drand-round", "1000")
    result = draw(run, *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_draw_by_committed_secrets_and_a_value_of_the_day_is_verified(run, tmp_path):
    prepare(run, *(word for secret in SECRETS for word in ("--secret-hash", hash_of(secret))))
    revealed = [word for secret in SECRETS for word in ("--secret", secret)]
    assert draw(run, *revealed, "--seed", "KOSPI 3124.55").exit_code == 0
    checked = run("verify", "{}/t.json")
    assert "holds: 2 secrets are those whose hashes were published, joined with “KOSPI 3124.55”" in checked.stdout
    record = json.loads((tmp_path / "t.json").read_text())
    record["public_value"]["secrets"][1] += "x"
    (tmp_path / "t.json").write_text(json.dumps(record))
    assert "Secret 2 is not the one" in run("verify", "{}/t.json").stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--secret", SECRETS[0], "--secret", "mayor: 90aa17c3be52d8f2", "--seed", "1"], "Secret 2 is not the one"),
        (["--secret", SECRETS[1], "--secret", SECRETS[0], "--seed", "1"], "Secret 1 is not the one"),
        (["--secret", SECRETS[0], "--seed", "1"], "Not all 2 secrets are revealed"),
        (["--secret", SECRETS[0], "--secret", SECRETS[1]], "need a public value of the day"),
        (["--seed", "1"], "Not all 2 secrets are revealed"),
    ],
)
def test_secrets_other_than_the_committed_ones_are_refused(run, options, message):
    prepare(run, *(word for secret in SECRETS for word in ("--secret-hash", hash_of(secret))))
    result = draw(run, *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_hash_of_a_secret_is_that_of_the_shell():
    # printf 'union: 6f1d2a9c44e07b35' | sha256sum
    assert hash_of(SECRETS[0]) == "b704e3910673a7744093a257b494b7296035c8ba910bff8633c3a7f64c2e1046"


@pytest.mark.parametrize(
    "wrong", [lambda: hash_of("437"), lambda: secrets_source([]), lambda: secrets_source(["ab" * 32, "AB" * 32 + " "])]
)
def test_secret_that_can_be_guessed_and_hash_given_twice_are_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
