"""The first survey by one-time links: each person gets one, and an answer is given once, without an account."""

from typing import Any

from sqlalchemy import func, select

from app.core import clock, mail
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import Panel, Respondent, Stance, Survey, SurveyMode
from app.panels.services import identity, population, surveys

SUBJECT = N_("Gwangju asks: %(title)s")
LETTER = N_(
    "The city asks a sample of its citizens one question: %(question)s\n\nAnswer here by %(until)s. The link is yours "
    "alone and works once.\n%(link)s\n\nYour answer stays sealed until the panel has voted. Questions: %(phone)s"
)
TEXT = N_("[Gwangju] %(title)s: answer once by %(until)s at %(link)s")


class LinkUnknown(RuleError):
    code = "survey_link_unknown"
    sentence = N_("This link is not known. Check that the address is complete.")
    status = 404


class LinkUsed(RuleError):
    code = "survey_link_used"
    sentence = N_("This link has been used: the answer is in and cannot be changed. If it was not you, call us.")
    status = 410


class LinkOver(RuleError):
    code = "survey_link_over"
    sentence = N_("The survey ended on %(closes_at)s. No answer was taken.")
    status = 410


class LinkEarly(RuleError):
    code = "survey_link_early"
    sentence = N_("The survey begins on %(opens_at)s. Come back with the same link.")


class NotByLinks(RuleError):
    code = "survey_not_by_links"
    sentence = N_("This survey is not made by one-time links.")


class StanceUnknown(RuleError):
    code = "stance_unknown"
    sentence = N_("Choose one of the answers.")
    field = "stance_id"


def send_link(survey: Survey, *, contact: str, locale: str = "ko") -> Respondent:
    """Send somebody a link of one's own, by mail or text message, in the caller's transaction."""
    if survey.mode is not SurveyMode.links:
        raise NotByLinks()
    token, key = identity.new_token(), identity.person_key(contact)
    last = db.session.scalar(select(func.max(Respondent.number)).where(Respondent.survey_id == survey.id)) or 0
    person = Respondent(
        survey_id=survey.id, number=last + 1, answers={}, contact=contact, person=key, synthetic=survey.synthetic,
        link_hash=identity.token_key(token),
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    by_mail = identity.is_mail(contact)
    mail.write(
        contact, locale=locale, subject=SUBJECT, body=LETTER if by_mail else TEXT, good_until=survey.closes_at,
        channel="mail" if by_mail else "sms", title=getattr(survey.panel, f"title_{locale}"),
        question=getattr(survey.panel, f"question_{locale}"), until=survey.closes_at,
        link=mail.address(f"/i/survey/{token}", locale), phone=mail.telephone(),
    )  # fmt: skip
    return person


def person_of(token: str) -> Respondent:
    """Return whose link it is, while it can be used. Raises ``LinkUnknown``, ``LinkUsed``, ``LinkOver``, ``LinkEarly``."""
    person = db.session.scalar(select(Respondent).where(Respondent.link_hash == identity.token_key(token)))
    if person is None:
        raise LinkUnknown()
    _require_usable(person)
    return person


def answer(
    token: str, *, stance_id: int, sex: str, age: int, willing: bool, official: bool, district: str | None = None,
    name: str = "", home: str = "", questions: dict[str, str] | None = None,
) -> Respondent:  # fmt: skip
    """Take the one answer of a link. Raises as ``person_of``, ``StanceUnknown``, ``AgeTooLow``."""
    band = population.band_of(age)
    if band is None:
        raise AgeTooLow(years=age, least=population.SURVEYED_FROM)
    with transaction():
        person = person_of(token)
        person = db.session.get_one(Respondent, person.id, with_for_update=True, populate_existing=True)
        _require_usable(person)
        surveys.require_changeable(person.survey)
        _require_stance(person.survey.panel, stance_id)
        where = {"district": district} if district else {}
        person.answers = {"sex": sex, "age": band} | where | (questions or {})
        person.stance_id, person.age, person.willing, person.official = stance_id, age, willing, official
        person.answered_at = clock.now()
        person.name = name.strip() or None if willing else None
        person.home = identity.home_key(home) if willing else None
        person.address = home.strip() or None if willing else None
        person.contact = person.contact if willing else None
    return person


class AgeTooLow(population.TooYoung):
    field = "age"


def take_back(person: Respondent) -> None:
    """Withdraw a link that nobody has used. Raises ``LinkUsed``."""
    if person.answered_at is not None:
        raise LinkUsed()
    db.session.delete(person)
    db.session.flush()


def _require_usable(person: Respondent) -> None:
    survey, at = person.survey, clock.now()
    if person.answered_at is not None:
        raise LinkUsed()
    if at >= survey.closes_at:
        raise LinkOver(closes_at=survey.closes_at)
    if at < survey.opens_at:
        raise LinkEarly(opens_at=survey.opens_at)


def _require_stance(panel: Panel, stance_id: int) -> None:
    stance: Any = db.session.get(Stance, stance_id)
    if stance is None or stance.panel_id != panel.id:
        raise StanceUnknown()
