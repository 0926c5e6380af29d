"""The questions beside the panel's own in the last survey: distribution, mean with its margin, acceptance by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.panels.models import Survey, SurveyQuestion
from app.panels.services.before_after import Sheet
from voting.deliberation.questionnaire import AcceptanceRow, ScaleRow, acceptability, scale
from voting.deliberation.shares import Shares, shares

YES = "yes"
YES_NO = {YES, "no"}


@dataclass(frozen=True)
class AskedLast:
    """A question: who gave which answer; of a scale its mean; of yes and no who says yes by the last stance.

    ``answers`` are code and the words in both languages, in the order of the sheet.
    """

    question: SurveyQuestion
    answers: Sequence[Mapping[str, str]]
    shares: Shares
    scale: ScaleRow | None
    by_side: list[AcceptanceRow]


def asked_last(survey: Survey | None, sheets: Mapping[str, Sheet], confidence: float) -> list[AskedLast]:
    """Return the questions that somebody answered; ``confidence`` is that of the margins, 0 to 1."""
    questions = survey.questions if survey is not None else []
    return [
        _read(q, sheets, confidence) for q in questions if any(sheet.answers.get(q.code) for sheet in sheets.values())
    ]


def _read(question: SurveyQuestion, sheets: Mapping[str, Sheet], confidence: float) -> AskedLast:
    given = {who: sheet.answers.get(question.code) for who, sheet in sheets.items()}
    codes = [row["code"] for row in question.answers]
    found = shares(list(given.values()), order=codes, confidence=confidence)
    row, by_side = None, []
    if all(code.isdecimal() for code in codes):
        points = [int(answer) if answer else None for answer in given.values()]
        numbers = sorted(map(int, codes))
        # Satisfied is who stands in the upper two fifths of the scale: 4 and 5 of five.
        favourable = numbers[-(-len(numbers) * 3 // 5)]
        row = scale(
            question.code, points, lowest=numbers[0], highest=numbers[-1], favourable=favourable, confidence=confidence
        )
    elif set(codes) == YES_NO:
        sides = {who: sheet.stance for who, sheet in sheets.items() if sheet.stance}
        accepts = {who: answer == YES if answer else None for who, answer in given.items()}
        by_side = acceptability(accepts, sides)[1]
    return AskedLast(question, question.answers, found, row, by_side)
