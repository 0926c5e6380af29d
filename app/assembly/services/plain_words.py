"""Hints for plain Korean: long sentences, words of the office. Only hints; nothing is refused for its style."""

import re
from dataclasses import dataclass

LONG = 70  # characters of a sentence from which a shorter one reads easier
# What offices write, and what people say.
PLAINER = {
    "제고": "높이기", "금번": "이번", "익일": "다음 날", "동법": "이 법", "상기": "위", "기 시행": "이미 하는",
    "지자체": "지방자치단체", "거버넌스": "함께 하는 운영", "인프라": "기반 시설", "바우처": "이용권",
    "로드맵": "단계별 계획", "니즈": "필요", "모니터링": "점검", "컨설팅": "상담", "네트워크": "연결망",
    "플랫폼": "함께 쓰는 곳", "매뉴얼": "설명서", "인센티브": "혜택", "가이드라인": "지침", "내방": "방문",
    "수범사례": "모범 사례", "유관기관": "관계 기관", "도모": "꾀하기", "강구": "찾기", "시달": "알림",
    "해태": "게을리함", "저감": "줄이기", "계도": "알려 주기", "미연에": "미리", "만전을 기": "빈틈없이 하",
}  # fmt: skip
_END = re.compile(r"(?<=[.!?。])\s+|\n+")


@dataclass(frozen=True)
class Hint:
    """What could be plainer: a long sentence, or a word with a plainer one."""

    kind: str  # "long" or "word"
    what: str
    instead: str = ""
    length: int = 0


def hints(*texts: str) -> list[Hint]:
    """Return what could be plainer in the texts, in their order, each word once."""
    whole = "\n".join(texts)
    sentences = (" ".join(sentence.split()) for sentence in _END.split(whole))
    long = [Hint("long", sentence, length=len(sentence)) for sentence in sentences if len(sentence) > LONG]
    words = sorted((place, word) for word in PLAINER if (place := whole.find(word)) >= 0)
    return long + [Hint("word", word, PLAINER[word]) for _place, word in words]
