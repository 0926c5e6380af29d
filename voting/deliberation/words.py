"""Findings in words, Korean and English."""

from collections.abc import Mapping

from voting.deliberation.decision import Decision, Finding
from voting.deliberation.margins import Formula, MarginOfError

SENTENCES: dict[str, dict[Finding, str]] = {
    "en": {
        Finding.MAJORITY: "{winner} has the majority: {first:,} to {second:,} of {votes:,} votes ({share:.1%}).",
        Finding.TIE: "Both sides are equal, so there is no decision.",
        Finding.NO_QUORUM: "{votes:,} of {panel:,} voted where {quorum:,} are needed, so there is no decision.",
        Finding.BEYOND_ERROR: "{winner} is ahead by {gap:.1f} percentage points, more than the error of {error:.1f}.",
        Finding.COMBINE_WAVES: "The gap of {gap:.1f} percentage points is within the error of {error:.1f}: "
        "all surveys are judged together.",
        Finding.COMBINED: "The last gap of {gap:.1f} percentage points is within the error of {error:.1f}; "
        "all surveys together put {winner} ahead by {combined_gap:.1f}.",
        Finding.BEST_OPTION: "{winner} has the highest mean, {share_number:.2f}, and differs from every other option.",
        Finding.NO_DIFFERENCE: "{first_name} has the highest mean, {share_number:.2f}, but it does not differ "
        "significantly from the next, {second_number:.2f}.",
    },
    "ko": {
        Finding.MAJORITY: "{winner} 의견이 과반입니다. {votes:,}표 가운데 {first:,} 대 {second:,}입니다({share:.1%}).",
        Finding.TIE: "양쪽이 같아 결정되지 않았습니다.",
        Finding.NO_QUORUM: "{panel:,}명 가운데 {votes:,}명이 투표해 정족수 {quorum:,}명에 미치지 못했습니다. "
        "결정되지 않았습니다.",
        Finding.BEYOND_ERROR: "{winner} 의견이 {gap:.1f}%p 앞서며 오차 범위 {error:.1f}%p를 넘습니다.",
        Finding.COMBINE_WAVES: "차이 {gap:.1f}%p가 오차 범위 {error:.1f}%p 안에 있어 모든 조사 결과를 종합해 판단합니다.",
        Finding.COMBINED: "마지막 조사의 차이 {gap:.1f}%p가 오차 범위 {error:.1f}%p 안에 있습니다. "
        "모든 조사를 종합하면 {winner} 의견이 {combined_gap:.1f}%p 앞섭니다.",
        Finding.BEST_OPTION: "{winner}의 평균이 {share_number:.2f}점으로 가장 높고 다른 모든 안과 차이가 있습니다.",
        Finding.NO_DIFFERENCE: "{first_name}의 평균이 {share_number:.2f}점으로 가장 높으나 "
        "다음 안 {second_number:.2f}점과 유의미한 차이가 없습니다.",
    },
}
# With abstentions or a third side the most votes may be less than half.
MOST_VOTES = {
    "en": "{winner} has the most votes: {first:,} of {votes:,} ({share:.1%}).",
    "ko": "{winner} 의견이 {votes:,}표 가운데 {first:,}표로 가장 많습니다({share:.1%}).",
}
ABSENT = {
    "en": "The {absent:,} who did not vote could have changed this.",
    "ko": "투표하지 않은 {absent:,}명에 따라 결과가 달라질 수 있었습니다.",
}
FORMULAS = {
    "en": {
        Formula.SIMPLE: "simple random sample",
        Formula.FINITE: "simple random sample of a finite population",
        Formula.WEIGHTED: "weighted sample",
        Formula.STRATIFIED: "stratified sample",
    },
    "ko": {
        Formula.SIMPLE: "단순 임의추출",
        Formula.FINITE: "단순 임의추출(유한모집단 보정)",
        Formula.WEIGHTED: "가중 표본",
        Formula.STRATIFIED: "층화 확률추출",
    },
}
MARGIN = {
    "en": "±{margin:.1f} percentage points at {confidence:.0%} confidence ({formula}, {people:,} people)",
    "ko": "{confidence:.0%} 신뢰수준에서 ±{margin:.1f}%p({formula}, {people:,}명)",
}


def decision_in_words(decision: Decision, language: str, names: Mapping[str, str] | None = None) -> str:
    """Say what a decision rule found.

    Parameters
    ----------
    names
        Names of the sides in that language; their codes when not given.

    Examples
    --------
    >>> from voting.deliberation.decision import simple_majority
    >>> decision_in_words(simple_majority({"for": 191, "against": 52}, panel=250), "en", {"for": "Building on"})
    'Building on has the majority: 191 to 52 of 243 votes (78.6%).'
    """
    called = names or {}
    first, second = decision.rows[:2]
    numbers = {**decision.facts, **{k: 100 * v for k, v in decision.facts.items() if k in PERCENT}}
    pattern = SENTENCES[language][decision.finding]
    if decision.finding is Finding.MAJORITY and first.value <= 0.5:
        pattern = MOST_VOTES[language]
    sentence = pattern.format(
        winner=called.get(decision.winner or "", decision.winner),
        first_name=called.get(first.name, first.name),
        first=first.votes,
        second=second.votes,
        share=first.value,
        share_number=first.value,
        second_number=second.value,
        **numbers,
    )
    if decision.absent_could_change and decision.finding is not Finding.NO_QUORUM:
        sentence += " " + ABSENT[language].format(absent=int(decision.facts["absent"]))
    return sentence


PERCENT = ("gap", "error", "combined_gap")


def margin_in_words(margin: MarginOfError, language: str) -> str:
    """Say a margin of error with its formula.

    Examples
    --------
    >>> from voting.deliberation.margins import simple_margin
    >>> margin_in_words(simple_margin(2500), "en")
    '±2.0 percentage points at 95% confidence (simple random sample, 2,500 people)'
    """
    return MARGIN[language].format(
        margin=100 * margin.margin,
        confidence=margin.confidence,
        formula=FORMULAS[language][margin.formula],
        people=margin.people,
    )
