"""Particles of Korean, chosen by the last sound of the word before them."""

import re

# With a final consonant, without one. 로 also follows ㄹ.
PARTICLES = {
    "이/가": ("이", "가"),
    "을/를": ("을", "를"),
    "은/는": ("은", "는"),
    "과/와": ("과", "와"),
    "으로/로": ("으로", "로"),
}

_FIRST_SYLLABLE, _LAST_SYLLABLE, _FINALS = ord("가"), ord("힣"), 28
_RIEUL = 8  # place of ㄹ among the 28 finals
_NONE = 0
_OTHER = 1
# Digits as they are read: 영 일 이 삼 사 오 육 칠 팔 구.
_DIGIT_FINALS = dict(zip("0123456789", (_OTHER, _RIEUL, 0, _OTHER, 0, 0, _OTHER, _RIEUL, _RIEUL, 0), strict=True))
# 십 백 천 만 억 조: what trailing zeros are read as.
_ZEROS_FINALS = {1: _OTHER, 2: _OTHER, 3: _OTHER, 4: _OTHER, 8: _OTHER, 12: _NONE}
_BRACKETS = re.compile(r"\s*[(\[〔<‘“'\"][^()\[\]〔〕<>]*[)\]〕>’”'\"]\s*$")
_CLOSING = " \t\"'’”」』)]."


def josa(text: str, particle: str) -> str:
    """Return the text with the fitting particle of a pair such as "이/가".

    Brackets at the end are skipped, digits count as they are read, % is 퍼센트. After a Latin letter or
    anything else unknown both forms are written, 이(가): turn the sentence there ("제목: ...").
    """
    with_final, without_final = PARTICLES[particle]
    final = _last_final(text)
    if final is None:
        return f"{text}{with_final}({without_final})"
    takes_first = final != _NONE and not (particle == "으로/로" and final == _RIEUL)
    return text + (with_final if takes_first else without_final)


def _last_final(text: str) -> int | None:
    """Return the final consonant's number of the last sound (0: none), or None where it is unknown."""
    bare = _BRACKETS.sub("", text)
    word = (bare or text).rstrip(_CLOSING)
    if not word:
        return None
    last = word[-1]
    if _FIRST_SYLLABLE <= ord(last) <= _LAST_SYLLABLE:
        return (ord(last) - _FIRST_SYLLABLE) % _FINALS
    if last == "%":
        return _NONE
    if last == "0":
        return _zeros_final(word)
    return _DIGIT_FINALS.get(last)


def _zeros_final(word: str) -> int:
    digits = re.sub(r"[^0-9]", "", re.split(r"[^0-9,]", word)[-1])
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == len(digits):  # 0 is 영, 공
        return _OTHER
    return _ZEROS_FINALS[max(place for place in _ZEROS_FINALS if place <= zeros)]
