"""Passwords: long enough, not one that is tried first, kept as argon2id."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from zxcvbn import zxcvbn

from app.core.errors import N_, RuleError

AT_LEAST, AT_LEAST_STAFF, AT_MOST = 8, 12, 128
GUESSES_AT_LEAST = 1_000_000  # online guessing is cut off at 20 tries an hour; a leaked hash costs 0.1 s a guess
JUDGED = 72  # characters; the estimate takes long on more, and more are never the weak part

# Words that are tried first here and that the estimator's lists, made abroad, do not have: typed in
# Hangul order on a Latin keyboard (사랑해, 비밀번호, 안녕하세요, 대한민국, 광주광역시 ...), names of the place and its teams.
LOCAL_WORDS = (
    "tkfkdgo", "tkfkdgody", "qlalfqjsgh", "qlqjs", "dkssud", "dkssudgktpdy", "eogksalsrnr", "gksrnr", "rhkdwn",
    "rhkdwnrhkddurtl", "ansemdtks", "alsghl", "tlalschdghl", "cnwndPtks", "wnalsckaduPtks", "rhkdwndlTl",
    "gwangju", "kwangju", "minhoe", "mudeungsan", "mudeung", "kiatigers", "tigers", "korea", "hanguk", "daehanminguk",
    "saranghae", "annyeong", "bimil", "bimilbeonho", "yesan", "jumin", "simin", "samsung", "hyundai", "kakao", "naver",
    "daum", "nate", "cyworld", "1q2w3e4r", "1q2w3e4r5t", "q1w2e3r4", "qwer1234", "asdf1234", "zxcv1234", "qwe123",
)  # fmt: skip


class PasswordTooShort(RuleError):
    code = "password_too_short"
    sentence = N_("A password needs at least %(at_least)s characters.")
    status = 400
    field = "password"


class PasswordTooLong(RuleError):
    code = "password_too_long"
    sentence = N_("A password may have at most %(at_most)s characters.")
    status = 400
    field = "password"


class PasswordCommon(RuleError):
    code = "password_common"
    sentence = N_(
        "This password is one of those that are tried first. Choose another, for example four words in a row."
    )
    status = 400
    field = "password"


def require_good(password: str, *, staff: bool = False, known: tuple[str, ...] = ()) -> None:
    """Refuse what is too short, too long or soon guessed. ``known``: name and address of the person.

    No rule on kinds of characters, no expiry (OWASP ASVS 5.0, 6.2). Raises ``PasswordTooShort`` and its like.
    """
    at_least = AT_LEAST_STAFF if staff else AT_LEAST
    if len(password) < at_least:
        raise PasswordTooShort(at_least=at_least)
    if len(password) > AT_MOST:
        raise PasswordTooLong(at_most=AT_MOST)
    parts = [part for word in known for part in word.replace("@", " ").replace(".", " ").split()]
    hints = [*LOCAL_WORDS, *known, *parts]
    if zxcvbn(password[:JUDGED], user_inputs=hints)["guesses"] < GUESSES_AT_LEAST:
        raise PasswordCommon()


def hashed_password(password: str) -> str:
    """Return the argon2id hash with the parameters of the settings."""
    return _hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether the password is the hashed one. Takes the same time where there is no hash."""
    try:
        return _hasher().verify(password_hash or _nobodys(_parameters()), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Say whether the hash was made with other parameters than those of now."""
    return _hasher().check_needs_rehash(password_hash)


def _parameters() -> tuple[int, int, int]:
    config = current_app.config
    return config["ARGON2_MEMORY_KIB"], config["ARGON2_PASSES"], config["ARGON2_LANES"]


def _hasher() -> PasswordHasher:
    return _made(_parameters())


@cache
def _made(parameters: tuple[int, int, int]) -> PasswordHasher:
    memory_kib, passes, lanes = parameters
    return PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)


@cache
def _nobodys(parameters: tuple[int, int, int]) -> str:
    """A hash that no password is compared with in earnest: an unknown address costs what a known one does."""
    return _made(parameters).hash("nobody's")
