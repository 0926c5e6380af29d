"""Search finds parts of Korean words, whatever the particles and the spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.db import db, transaction
from app.proposals.models import Proposal, Version
from app.proposals.services import search
from tests.builders import a_cycle, a_proposal

TITLES = (
    "어린이 공원 그늘막 설치",
    "횡단보도를 밝히는 조명",
    "도서 관리 자동화",
    "국가유공자 100% 지원",
    "Safe Walking_Route",
)


@pytest.fixture
def titles(app):
    cycle = a_cycle()
    for title in TITLES:
        proposal = a_proposal(cycle, title=title)
        with transaction():
            search.index(db.session.get_one(Version, proposal.current_id), more=["김제안"])


def found(query):
    joined = select(Version.title).join(Proposal, Proposal.current_id == Version.id).where(search.matching(query))
    return set(db.session.scalars(joined.order_by(Proposal.id)))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("공원", TITLES[0]),
        ("어린이공원", TITLES[0]),
        ("어린이 공원에", TITLES[0]),
        ("그늘막을 공원에서", TITLES[0]),
        ("횡단보도", TITLES[1]),
        ("횡단보도가", TITLES[1]),
        ("단보도", TITLES[1]),
        ("국가", TITLES[3]),
        ("SAFE", TITLES[4]),
        ("ｗａｌｋｉｎｇ", TITLES[4]),
    ],
)
def test_words_are_found(titles, query, title):
    assert found(query) == {title}


@pytest.mark.parametrize("query", ["도서관", "100원", "__", "%", "없는 공원"])
def test_what_is_not_there_is_not_found(titles, query):
    assert found(query) == set()


def test_place_field_and_proposer_find_a_proposal(titles):
    assert found("북구 중흥 교통 김제안") == set(TITLES)


def test_empty_search_finds_everything(titles):
    assert found("  ") == set(TITLES)


def test_receipt_number_finds_its_proposal(titles):
    proposal = db.session.scalars(select(Proposal)).first()
    assert found(f"{proposal.number:04d}") == {TITLES[0]}
    assert found(proposal.receipt_no) == {TITLES[0]}


@given(st.text(max_size=40))
def test_no_query_is_too_strange(text):
    assert len(search.words_of(text)) <= search.MOST_WORDS
    assert all(word and " " not in word for word in search.words_of(text))
