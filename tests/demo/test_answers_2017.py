"""The published counts of 2017: 10, 22, 21 and 47, the ten by name; every reason is marked as made up."""

import datetime as dt
import random

import pytest

from app.core.clock import replaying, seoul
from app.demo import answers_2017
from app.followup.services import counts, matter_called
from tests.followup.builders import a_matter

pytestmark = pytest.mark.one_database


def test_the_hundred_answers_add_up_as_published(app):
    with replaying(seoul(2017, 5, 21, 18)):
        owed = [
            a_matter(source="policy", source_id=number, due_on=None, received_on=dt.date(2017, 5, 21))
            for number in range(1, 101)
        ]
    known = set(range(2, 12))
    answers_2017.load(owed, accepted=known, rng=random.Random(1))
    assert counts("assembly_policy", 2017) == {
        "accepted": 10, "partly": 22, "already_done": 21, "long_term": 47, "refused": 0, "open": 0, "overdue": 0
    }  # fmt: skip
    whole = [matter_called(matter.id) for matter in owed]
    assert {matter.source_id for matter in whole if matter.code == "accepted"} == known
    assert all(matter.answer.synthetic and matter.answered_on == dt.date(2017, 9, 25) for matter in whole)
