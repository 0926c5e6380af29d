"""Who decided an amount, for readers of English: the history keeps the name that was said, in Korean."""

from sqlalchemy import select, union

from app.city.models import Department, Place
from app.committee.models import Body
from app.core.db import db
from app.council.models import Sitting

NAMED = (
    (Department.name_ko, Department.name_en),
    (Body.name_ko, Body.name_en),
    (Place.name_ko, Place.name_en),
    (Sitting.body_ko, Sitting.body_en),
)


def english_names() -> dict[str, str]:
    """Return the English names of departments, committees, places and bodies of the council by their Korean ones.

    One query; a person is not in it and stays as she is called.
    """
    return dict(db.session.execute(union(*(select(ko, en) for ko, en in NAMED))).all())
