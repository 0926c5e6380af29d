"""Answers of the first survey from a table (CSV, XLSX, SPSS): one row a person. ``Target.cycle_id`` is the survey's id.

There is no export: before the seal is opened it would tell the result, and after it the open data of the report do.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select

from app.core import clock
from app.core.db import db
from app.core.errors import N_, NotFound, RuleError
from app.core.imports import columns as read
from app.core.imports.kinds import Column, Finding, ImportKind, Made, Row, Target, register
from app.core.permissions import Permission, Place
from app.panels.models import Panel, Panelist, Respondent, Survey
from app.panels.services import finding, identity, population, surveys
from voting.sortition.age_bands import band

MOST_YEARS = 120
SEX_NAMES = {"여성": "f", "여": "f", "여자": "f", "f": "f", "female": "f", "woman": "f",
             "남성": "m", "남": "m", "남자": "m", "m": "m", "male": "m", "man": "m"}  # fmt: skip


class AgeUnreadable(RuleError):
    code = "survey_age_unreadable"
    sentence = N_("Neither an age nor a band of ten years: %(text)s. Write 34 or 30-39.")


class SamePerson(RuleError):
    code = "same_person"
    sentence = N_("The same person with the same answers stands in row %(other)s; this row is not needed.")


class ConflictingPerson(RuleError):
    code = "conflicting_person"
    sentence = N_("The same person with other answers stands in row %(other)s. Neither is taken until you decide.")


class AnsweredBefore(RuleError):
    code = "person_answered_before"
    sentence = N_("This person has answered already, as number %(number)s.")


class NumberTaken(RuleError):
    code = "respondent_number_taken"
    sentence = N_("Number %(number)s was imported before.")


class ContactNeeded(RuleError):
    code = "contact_needed"
    sentence = N_("Who is willing to be drawn needs an e-mail address or a telephone number.")


class RespondentInUse(RuleError):
    code = "respondent_in_use"
    sentence = N_("Somebody of this import has been drawn; the import stays.")


def survey_of(target: Target) -> Survey:
    """Return the survey that the rows go into. Raises ``NotFound``."""
    survey = db.session.get(Survey, target.cycle_id or 0)
    if survey is None:
        raise NotFound()
    return survey


def age(cell: str) -> tuple[int | None, str]:
    """Read 34, 34세, 30대, 30-39 or 60대 이상: years where known, and the band."""
    text = read.text(cell)
    plain = text.removesuffix("세").strip()
    if plain.isdecimal() and len(plain) <= 3:
        name = population.band_of(int(plain))
        if name is None:
            raise population.TooYoung(years=int(plain), least=population.SURVEYED_FROM)
        return int(plain), name
    bounds = band(text)
    name = population.band_of(bounds[0]) if bounds is not None else None
    if bounds is None or name is None or name != population.band_of(min(bounds[1], MOST_YEARS)):
        raise AgeUnreadable(text=text)
    return None, name


def _columns(target: Target) -> tuple[Column, ...]:
    survey = survey_of(target)
    stances = {name: s.id for s in survey.panel.stances for name in (s.name_ko, s.name_en, s.code)}
    has_district = population.DISTRICT in population.population_of(survey.panel).features
    districts = {name: ko for ko, names in population.DISTRICTS.items() for name in names}
    asked = tuple(
        Column(
            f"q:{question.code}", (question.text_ko[:60], question.text_en[:60], question.code),
            read.one_of({name: a["code"] for a in question.answers for name in (a["ko"], a["en"], a["code"])}),
            required=False,
        )
        for question in survey.questions
    )  # fmt: skip
    return (
        Column("number", ("번호", "No.", "id"), read.whole_number, unique=True, example="1"),
        Column("stance", ("의견", "Stance"), read.one_of(stances), example=survey.panel.stances[0].name_ko),
        Column("sex", ("성별", "Sex"), read.one_of(SEX_NAMES), example="여성"),
        Column("age", ("나이", "Age", "연령"), age, example="34"),
        *((Column("district", ("사는 구", "District", "거주지역", "구"), read.one_of(districts), example="북구"),) if has_district else ()),
        Column("weight", ("가중치", "Weight"), _weight, required=False),
        Column("willing", ("참여 의향", "Willing", "참여의향"), read.yes_or_no, required=False, example="예", default=False),
        Column("official", ("공무원", "Official"), read.yes_or_no, required=False, example="아니오", default=False),
        Column("name", ("이름", "Name"), read.text_up_to(200), required=False),
        Column("contact", ("연락처", "Contact"), contact, required=False, example="010-0000-0000"),
        Column("home", ("주소", "Address"), read.text_up_to(300), required=False),
        *asked,
    )  # fmt: skip


class WeightWrong(RuleError):
    code = "weight_wrong"
    sentence = N_("Not a weight: %(text)s. Write a number such as 0.85.")


class ContactUnreadable(RuleError):
    code = "contact_unreadable"
    sentence = N_("Neither an e-mail address nor a telephone number: %(text)s")


def _weight(cell: str) -> float:
    try:
        value = float(read.text(cell).replace(",", ""))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e6:
        raise WeightWrong(text=cell.strip())
    return value


def contact(cell: str) -> str:
    text = read.text(cell)
    if identity.is_mail(text):
        return read.email(text)
    if not 8 <= len(identity.plain_contact(text)) <= 15:
        raise ContactUnreadable(text=text)
    return text


def _check(rows: Sequence[Row], target: Target) -> Iterable[Finding]:
    """Say who stands twice, in the file or in the survey, alike or not; who is willing but cannot be reached."""
    survey = survey_of(target)
    known = select(Respondent.number, Respondent.person).where(Respondent.survey_id == survey.id)
    pairs = db.session.execute(known).all()
    numbers = {number for number, _person in pairs}
    people = {person: number for number, person in pairs if person}
    yield from _doubles(rows)
    for row in rows:
        key = identity.person_key(row["contact"])
        if row["number"] in numbers:
            yield Finding(row.number, "number", NumberTaken(number=row["number"]))
        if key is not None and key in people:
            yield Finding(row.number, "contact", AnsweredBefore(number=people[key]))
        if row["willing"] and key is None:
            yield Finding(row.number, "contact", ContactNeeded())


def _doubles(rows: Sequence[Row]) -> Iterable[Finding]:
    """Of people who answered alike more than once the first row is taken; of those who did not, none."""
    same: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if (key := identity.person_key(row["contact"])) is not None:
            same[key].append(row)
    for group in same.values():
        first, *others = group
        if any(_answered(row) != _answered(first) for row in others):
            for at, row in enumerate(group):
                yield Finding(row.number, "contact", ConflictingPerson(other=group[0 if at else 1].number))
        else:
            yield from (Finding(row.number, "contact", SamePerson(other=first.number)) for row in others)


def _answered(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name not in ("number", "contact")}


def _begin(rows: Sequence[Row], target: Target) -> None:
    survey = surveys.locked_survey(survey_of(target).id)
    surveys.require_changeable(survey)
    if clock.now() < survey.opens_at:
        raise surveys.NotOpenYet(opens_at=survey.opens_at)


def _apply_all(rows: Sequence[Row], target: Target) -> Sequence[Made]:
    survey = survey_of(target)
    people = [_respondent(row, survey) for row in rows]
    db.session.add_all(people)
    db.session.flush()
    return [("respondent", person.id) for person in people]


def _respondent(row: Row, survey: Survey) -> Respondent:
    years, age_band = row["age"]
    where = {"district": row["district"]} if "district" in row.values else {}
    asked = {name.removeprefix("q:"): value for name, value in row.values.items() if name.startswith("q:") and value}
    willing = row["willing"]
    return Respondent(
        survey_id=survey.id, number=row["number"], stance_id=row["stance"], age=years, willing=willing,
        answers={"sex": row["sex"], "age": age_band} | where | asked, base_weight=row["weight"],
        official=row["official"], answered_at=clock.now(), person=identity.person_key(row["contact"]),
        # Of who is not willing to be drawn, nothing is kept that leads to the person.
        name=row["name"] if willing else None, contact=row["contact"] if willing else None,
        home=identity.home_key(row["home"]) if willing else None, address=row["home"] if willing else None,
        synthetic=survey.synthetic,
    )  # fmt: skip


def _undo_all(keys: Sequence[str]) -> None:
    """Take answers back. Raises ``RespondentInUse`` where one of the people has a seat, ``PoolIsDrawn``."""
    ids = [int(key) for key in keys]
    first = db.session.get(Respondent, ids[0])
    if first is not None:
        surveys.require_changeable(first.survey)
    if db.session.scalar(select(Panelist.id).where(Panelist.respondent_id.in_(ids)).limit(1)) is not None:
        raise RespondentInUse()
    db.session.execute(delete(Respondent).where(Respondent.id.in_(ids)))


def place_of_target(target: Target) -> Place:
    return finding.place_of(db.session.get_one(Panel, survey_of(target).panel_id))


FIRST_SURVEY = register(
    ImportKind(
        code="first-survey",
        title=N_("Answers of the first survey"),
        permission=Permission.keep_panel,
        columns=_columns,
        check=_check,
        begin=_begin,
        apply_all=_apply_all,
        undo_all=_undo_all,
        place=place_of_target,
        done_at=lambda target: f"/office/panels/{survey_of(target).panel.slug}/survey",
        help=(
            N_("One row a person. A file of SPSS is read by its value labels."),
            N_("Name, contact and address are kept only of who is willing to be drawn."),
        ),
    )
)
