"""Who answered what, as the steps of a timeline."""

from collections.abc import Callable
from fractions import Fraction
from itertools import groupby
from typing import Any

from flask_babel import gettext, ngettext

from app.core.dates import date_of, date_text
from app.core.errors import N_
from app.core.languages import chosen
from app.council.labels import decider
from app.execution.models import Progress
from app.proposals.labels import STAGES, STATUSES
from app.proposals.models import Amount, Stage, Status
from app.public.services.answers import Answer, total_score
from app.public.services.life import Life
from app.public.wording.proposals import day, won

Step = dict[str, Any]
DECIDED = (Stage.bill, Stage.standing, Stage.budget_cmte, Stage.plenary)
VALUES: dict[str, str] = {"yes": N_("%(count)s yes"), "no": N_("%(count)s no"), "pick": N_("chosen by %(count)s")}


def steps(life: Life) -> list[Step]:
    """Return the steps, the oldest first; the last one is now where the work goes on."""
    told = [(answer.at, TOLD[answer.kind](life, answer)) for answer in life.answers if answer.kind in TOLD]
    votes = [answer for answer in life.answers if answer.kind == "voted" and answer.what_ko in VALUES]
    told += [(at, _vote(list(of_one_poll))) for at, of_one_poll in groupby(votes, key=lambda vote: vote.at)]
    told += [(amount.at, _decision(amount, before)) for amount, before in _decisions(life)]
    told += [(report.at, _report(report)) for report in _latest_reports(life.answers)]
    return [step for _, step in sorted(told, key=lambda pair: pair[0])]


def _decisions(life: Life) -> list[tuple[Amount, int | None]]:
    found, before = [], None
    for entry in life.amounts:
        if entry.amount.stage in DECIDED:
            found.append((entry.amount, before))
        before = entry.amount.amount_won
    return found


def _latest_reports(answers: list[Answer]) -> list[Answer]:
    """Return the last report of each quarter: a correction is a later row."""
    return list({answer.why_ko: answer for answer in answers if answer.kind == "report"}.values())


def _step(words: str, *when: str | None, note: str | None = None, state: str = "done") -> Step:
    return {"step": words, "when": " · ".join(part for part in when if part), "note": note or None, "state": state}


def _who(answer: Answer) -> str | None:
    return answer.who_ko if chosen() == "ko" else answer.who_en


def _what(answer: Answer) -> str:
    return (answer.what_ko if chosen() == "ko" else answer.what_en) or ""


def _assigned(life: Life, answer: Answer) -> Step:
    words = gettext("Second review") if answer.number == 2 else gettext("In department review")
    until = answer.until and gettext("until %(day)s", day=date_text(date_of(answer.until), chosen()))
    return _step(words, _who(answer), until, state="now")


def _verdict(life: Life, answer: Answer) -> Step:
    sentence = N_("Second review: %(verdict)s") if answer.number == 2 else N_("Department review: %(verdict)s")
    why = answer.why_ko if chosen() == "ko" else answer.why_en
    note = ": ".join(part for part in (why, answer.text) if part)
    return _step(gettext(sentence, verdict=_what(answer)), _who(answer), day(answer.at), note=note)


def _reply(life: Life, answer: Answer) -> Step:
    return _step(gettext("The proposer's reply"), day(answer.at), note=answer.text)


def _appeal(life: Life, answer: Answer) -> Step:
    return _step(gettext("The proposer's appeal"), day(answer.at), note=answer.text)


def _screened(life: Life, answer: Answer) -> Step:
    score = decimal(total_score(life.scores)) if life.scores else "-"
    scorers = ngettext("%(num)s scorer", "%(num)s scorers", answer.number or 0)
    words = gettext("Screening: %(score)s of 100 (%(scorers)s)", score=score, scorers=scorers)
    return _step(words, _who(answer), day(answer.at))


def _vote(votes: list[Answer]) -> Step:
    counts = {vote.what_ko: vote.number for vote in votes}
    told = ", ".join(gettext(words, count=counts[value]) for value, words in VALUES.items() if value in counts)
    return _step(gettext("Selection: %(votes)s", votes=told), _who(votes[0]), day(votes[0].at))


def _decision(amount: Amount, before: int | None) -> Step:
    words = ": ".join([gettext(STAGES[amount.stage]), won(amount.amount_won)])
    change = amount.amount_won - before if before is not None else 0
    less, more = N_("%(amount)s less"), N_("%(amount)s more")
    note = gettext(less if change < 0 else more, amount=won(abs(change))) if change else gettext("Unchanged")
    return _step(words, decider(amount.decided_by), day(amount.at), note=note)


def _report(answer: Answer) -> Step:
    year, quarter = (answer.why_ko or "-").split("-")
    when = gettext("%(year)s, quarter %(quarter)s", year=year, quarter=quarter)
    words = gettext(STATUSES[Status(answer.what_ko)].text)
    spent = gettext("%(amount)s spent so far", amount=won(answer.number or 0))
    going_on = Progress(answer.what_ko) is not Progress.done
    return _step(words, when, spent, note=answer.text, state="now" if going_on else "done")


def decimal(value: Fraction) -> str:
    """Write a fraction with one decimal, halves away from zero."""
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


TOLD: dict[str, Callable[[Life, Answer], Step]] = {
    "assigned": _assigned,
    "verdict": _verdict,
    "reply": _reply,
    "appeal": _appeal,
    "screened": _screened,
}
