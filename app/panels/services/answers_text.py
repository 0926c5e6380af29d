"""Answers of a survey's question as an organiser types them: one a line, code | Korean | English."""

from app.core.errors import N_, RuleError

MOST = 40  # characters of a code


class AnswersUnreadable(RuleError):
    code = "answers_unreadable"
    sentence = N_("Line %(line)s is not “code | Korean | English”.")
    field = "answers"


class AnswersTooFew(RuleError):
    code = "answers_too_few"
    sentence = N_("A question has at least two answers, each with a code of its own.")
    field = "answers"


def parse(text: str) -> list[dict[str, str]]:
    """Return the answers. Raises ``AnswersUnreadable``, ``AnswersTooFew``."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not all(parts) or len(parts[0]) > MOST:
            raise AnswersUnreadable(line=number)
        rows.append(dict(zip(("code", "ko", "en"), parts, strict=True)))
    if len({row["code"] for row in rows}) < max(2, len(rows)):
        raise AnswersTooFew()
    return rows
