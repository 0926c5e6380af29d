"""A list of people who get a one-time link of the first survey: one row a person. ``Target.cycle_id`` is the survey's id."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.core.db import db
from app.core.errors import N_
from app.core.imports.kinds import Column, Finding, ImportKind, Made, Row, Target, register
from app.core.permissions import Permission
from app.panels.models import Respondent, SurveyMode
from app.panels.services import identity, links, surveys
from app.panels.services.imports import AnsweredBefore, SamePerson, contact, place_of_target, survey_of


class AskedBefore(AnsweredBefore):
    code = "asked_before"
    sentence = N_("This person has a link already, number %(number)s.")


class NoLinkTo(AnsweredBefore):
    code = "no_link_to"
    sentence = N_("A link reaches e-mail addresses and mobile telephones only: %(text)s")


def _columns(target: Target) -> tuple[Column, ...]:
    return (Column("contact", ("연락처", "Contact"), contact, example="hong@example.org"),)


def _check(rows: Sequence[Row], target: Target) -> Iterable[Finding]:
    query = select(Respondent.person, Respondent.number).where(Respondent.survey_id == survey_of(target).id)
    known = dict(iter(db.session.execute(query)))
    seen: dict[str | None, int] = {}
    for row in rows:
        key = identity.person_key(row["contact"])
        if not (identity.is_mail(row["contact"]) or identity.is_mobile(row["contact"])):
            yield Finding(row.number, "contact", NoLinkTo(text=row["contact"]))
        elif key in known:
            yield Finding(row.number, "contact", AskedBefore(number=known[key]))
        elif key in seen:
            yield Finding(row.number, "contact", SamePerson(other=seen[key]))
        seen.setdefault(key, row.number)


def _begin(rows: Sequence[Row], target: Target) -> None:
    survey = surveys.locked_survey(survey_of(target).id)
    surveys.require_changeable(survey)
    if survey.mode is not SurveyMode.links:
        raise links.NotByLinks()


def _apply(row: Row, target: Target) -> Made:
    return "respondent", links.send_link(survey_of(target), contact=row["contact"]).id


def _undo(key: str) -> None:
    links.take_back(db.session.get_one(Respondent, int(key)))


SURVEY_LINKS = register(
    ImportKind(
        code="survey-links",
        title=N_("People who get a link of the first survey"),
        permission=Permission.keep_panel,
        columns=_columns,
        check=_check,
        begin=_begin,
        apply=_apply,
        undo=_undo,
        place=place_of_target,
        done_at=lambda target: f"/office/panels/{survey_of(target).panel.slug}/survey",
        help=(N_("One row a person: an e-mail address or a mobile telephone. Carrying it out sends the links."),),
    )
)
