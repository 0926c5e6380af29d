"""Explanations in words, Korean and English."""

from fractions import Fraction

from voting.ballots.project import Amount
from voting.explain.losers import Loss

SENTENCES = {
    "en": {
        "supporters": "lost by {more} supporters",
        "dear": "{dear} too dear",
        "both": "{supporters}, or {dear}",
        "free": "no cost above zero would have made it win",
        "never": "no number of supporters and no lower cost would have made it win",
        "no_votes": "nobody voted for it",
        "new_voters": "or with {more} new voters for it alone",
        "payment": "{full} voters paid {price} each, {part} gave all they had left",
    },
    "ko": {
        "supporters": "지지자 {more}명이 모자라 선정되지 못했습니다",
        "dear": "사업비가 {dear} 비쌌습니다",
        "both": "지지자가 {more}명 더 있었거나 사업비가 {dear} 낮았다면 선정되었습니다",
        "free": "사업비를 낮추어도 선정되지 못했습니다",
        "never": "지지자가 늘거나 사업비가 낮아져도 선정되지 못했습니다",
        "no_votes": "표를 얻지 못했습니다",
        "new_voters": "이 사업만 지지하는 투표자가 {more}명 새로 있었어도 선정되었습니다",
        "payment": "{full}명이 {price}씩 내고 {part}명은 남은 몫을 모두 냈습니다",
    },
}


def money(amount: Amount) -> str:
    """Write an amount with thousands separated, rounded to whole units where it is a fraction.

    Examples
    --------
    >>> money(12_400_000), money(Fraction(7, 2))
    ('12,400,000', '3.50')
    """
    exact = Fraction(amount)
    return f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,.2f}"


def loss_in_words(loss: Loss, language: str) -> str:
    """Say what a loser was missing.

    Examples
    --------
    >>> loss_in_words(Loss("7", 500, 90_000_000, 77_600_000, 83, Fraction(4, 5)), "en")
    'lost by 83 supporters, or 12,400,000 too dear'
    """
    words = SENTENCES[language]
    if loss.votes == 0 and loss.more_supporters is None:
        return words["no_votes"]
    dear = None if loss.wins_at_cost is None else money(Fraction(loss.cost) - Fraction(loss.wins_at_cost))
    if loss.more_supporters is None and dear is None:
        return words["never"]
    if dear is None:
        return words["supporters"].format(more=f"{loss.more_supporters:,}")
    if loss.more_supporters is None:
        return words["dear"].format(dear=dear)
    if language == "ko":
        return words["both"].format(more=f"{loss.more_supporters:,}", dear=dear)
    supporters = words["supporters"].format(more=f"{loss.more_supporters:,}")
    return words["both"].format(supporters=supporters, dear=words["dear"].format(dear=dear))


def new_voters_in_words(number: int, language: str) -> str:
    """Say how many new voters for it alone would have made a loser win.

    Examples
    --------
    >>> new_voters_in_words(1200, "en")
    'or with 1,200 new voters for it alone'
    """
    return SENTENCES[language]["new_voters"].format(more=f"{number:,}")
