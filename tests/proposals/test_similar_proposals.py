"""Who writes sees what others have asked for in other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.db import db, transaction
from app.core.likeness import likeness
from app.proposals.models import Proposal, Status
from app.proposals.services import lifecycle
from app.proposals.services.similar import similar_proposals
from tests.builders import a_cycle, a_proposal

TITLES = ("횡단보도 활주로형 유도등 설치", "상무시민공원 운동장 정비", "청년 이사비 지원", "은행나무 열매 제거")


@pytest.fixture
def cycle(app):
    cycle = a_cycle()
    for title in TITLES:
        a_proposal(cycle, title=title)
    return cycle


@pytest.mark.parametrize(
    ("title", "likest"),
    [
        ("이사하는 청년에게 이사비용 지원", TITLES[2]),
        ("상무시민공원 체육시설 보수", TITLES[1]),
        ("가로수 은행 열매 미리 털기", TITLES[3]),
    ],
)
def test_same_wish_in_other_words_comes_first(cycle, title, likest):
    assert similar_proposals(cycle.id, title=title)[0].title == likest


@pytest.mark.parametrize("title", ["", "  ", "아", "전혀 다른 이야기"])
def test_nothing_is_shown_where_nothing_is_alike(cycle, title):
    assert similar_proposals(cycle.id, title=title) == []


def test_withdrawn_ones_and_other_years_are_not_shown(cycle):
    with transaction():
        for proposal in db.session.query(Proposal):
            lifecycle.move(proposal, Status.withdrawn)
    a_proposal(a_cycle(), title=TITLES[0])
    assert similar_proposals(cycle.id, title=TITLES[0]) == []


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_symmetric_and_between_none_and_all(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
