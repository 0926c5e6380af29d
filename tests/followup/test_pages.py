"""The pages: what the city owes for everybody, following and replying, the desk of a department, the office's."""

import datetime as dt
import re

import pytest
from sqlalchemy import insert, select

from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Scope
from app.followup.models import Answer, AnswerCode, Matter
from app.followup.services import matter_called
from app.followup.services.answering import answer
from app.followup.services.following import stands
from app.followup.services.milestones import Step
from app.followup.services.replying import reply
from app.review.services import answer_templates
from tests.builders import BUKGU, a_department, an_account
from tests.followup.builders import a_matter, an_officer
from tests.followup.test_answering import SPRING
from tests.walks.test_queries import statements

LONG_AGO = dt.timedelta(days=45)


def typed(**changes: str) -> dict[str, str]:
    return {
        "code": "partly",
        "reason": "두 곳부터",
        "milestones": "2027-03-31 설계",
        "seen": "0",
        "template": "0",
    } | changes


def test_the_list_counts_answers_shows_overdue_first_and_narrows(app, client):
    department = a_department()
    answered = a_matter(department=department, title_ko="버스 정류장 그늘", title_en="Shade at bus stops")
    answer(matter_id=answered.id, code="already_done", reason="하고 있음", by=an_officer(department))
    late = a_matter(received_on=clock.today() - LONG_AGO, kind="recommendation", title_ko="나무 심기")
    a_matter(body="district", place_code=BUKGU, due_on=None)
    page = client.get("/matters").text
    assert "시민이 보낸 안건 3건" in page
    assert "그 가운데 기한이 지난 것 1건" in page
    assert page.index("나무 심기") < page.index("버스 정류장 그늘")
    assert "기한이 15일 지남" in page
    for query, found in (
        ("code=overdue", {"나무 심기"}), ("code=already_done", {"버스 정류장 그늘"}), ("kind=recommendation", {"나무 심기"}),
        ("q=나무를", {"나무 심기"}), ("body=city_hall", {"나무 심기", "버스 정류장 그늘"}), (f"body={BUKGU}", set()),
        ("year=1999", set()), ("code=nonsense&year=x", {"나무 심기", "버스 정류장 그늘"}), ("q=%25", set()),
    ):  # fmt: skip
        shown = client.get(f"/matters?{query}").text
        assert {title for title in ("나무 심기", "버스 정류장 그늘") if f">{title}</a>" in shown} == found, query
    table = client.get("/matters.csv?code=overdue").data.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in table] == ["number", str(late.id)]
    assert "Already being done" in client.get("/en/matters").text


def test_one_matter_shows_what_was_asked_answered_promised_and_changed(app, client):
    department = a_department()
    officer, matter = an_officer(department), a_matter(department=department)
    assert "아직 답이 없습니다" in client.get(f"/matters/{matter.id}").text
    answer(matter_id=matter.id, code="long_term", reason="나중에 <b>", by=officer)
    answer(matter_id=matter.id, code="partly", reason="두 곳부터", milestones=[SPRING], seen=1, by=officer)
    page = client.get(f"/matters/{matter.id}").text
    for said in (
        "그늘을 만들어",
        "두 곳부터",
        "설계를 마친다",
        "1번째 답: 장기 검토",
        "나중에 &lt;b&gt;",
        "답이 바뀜",
        department.name_ko,
    ):
        assert said in page, said
    assert "접수한 날 답함" in page
    assert "기한 지남" not in page
    late = Step("어제까지 할 일", clock.today() - dt.timedelta(days=1))
    answer(matter_id=matter.id, code="partly", reason="두 곳부터", milestones=[late], seen=2, by=officer)
    assert "기한 지남" in client.get(f"/matters/{matter.id}").text
    assert client.get("/matters/999999").status_code == 404


def test_a_citizen_follows_by_one_button_and_an_officer_has_none(app, client, sign_in):
    matter, citizen = a_matter(), an_account()
    address = f"/matters/{matter.id}"
    assert "/sign-in?next=" in client.get(address).text
    assert client.post(f"{address}/follow", data={"to": "on"}).status_code in (302, 401)
    sign_in(citizen)
    assert client.post(f"{address}/follow", data={"to": "on"}).status_code == 302
    assert stands(matter.id, citizen.id) == (1, True)
    assert "1명이 소식을 받습니다" in client.get(address).text
    assert matter.title_ko in client.get("/my/matters").text
    assert client.post("/my/matters", data={"rhythm": "daily"}).status_code == 302
    assert "하나" not in client.post("/my/matters", data={"rhythm": "hourly"}).text
    client.post(f"{address}/follow", data={"to": "off"})
    assert stands(matter.id, citizen.id) == (0, False)
    sign_in(an_officer(a_department()))
    assert client.post(f"{address}/follow", data={"to": "on"}).status_code == 403


def test_a_proposer_replies_on_a_page_of_her_own(app, client, sign_in):
    proposer, department = an_account(), a_department()
    officer, matter = an_officer(department), a_matter(by=proposer, department=department)
    answer(matter_id=matter.id, code="refused", reason="안 됩니다", by=officer)
    sign_in(proposer)
    assert f"/matters/{matter.id}/reply" in client.get(f"/matters/{matter.id}").text
    empty = client.post(f"/matters/{matter.id}/reply", data={"body": " "})
    assert (empty.status_code, "하실 말씀을 쓰세요" in empty.text) == (200, True)
    assert client.post(f"/matters/{matter.id}/reply", data={"body": "왜요?"}).status_code == 302
    sign_in(an_account())
    assert client.get(f"/matters/{matter.id}/reply").status_code == 403
    sign_in(officer)
    tasks = client.get("/my").text
    assert "제안자의 의견에 답하기" in tasks
    page = client.get(f"/desk/matters/{matter.id}").text
    link = re.search(rf"/desk/matters/{matter.id}/replies/\d+", page)[0]
    assert client.post(link, data={"body": "법 때문입니다"}).status_code == 302
    assert "법 때문입니다" in client.get(f"/matters/{matter.id}").text


def test_an_officer_answers_and_keeps_what_was_typed_when_another_was_first(app, client, sign_in):
    department = a_department()
    officer, matter = an_officer(department), a_matter(department=department)
    sign_in(officer)
    address = f"/desk/matters/{matter.id}"
    assert "답 공개하기" in client.get(address).text
    wrong = client.post(address, data=typed(milestones="언젠가"))
    assert "1번째 줄을 읽을 수 없습니다" in wrong.text
    assert "언젠가</textarea>" in wrong.text
    answer(matter_id=matter.id, code="refused", reason="먼저 쓴 글", by=an_officer(department))
    second = client.post(address, data=typed())
    assert "먼저 쓴 글" in second.text
    assert "두 곳부터</textarea>" in second.text
    assert matter_called(matter.id).answers == 1
    assert client.post(address, data=typed(seen="1")).status_code == 302
    assert matter_called(matter.id).answer.reason == "두 곳부터"
    step = db.session.get(Answer, matter_called(matter.id).answer.id).milestones[0].id
    assert client.post(f"{address}/done", data={"milestone": "0"}).status_code == 404
    assert client.post(f"{address}/done", data={"milestone": step}).status_code == 302
    assert matter_called(matter.id).answer.milestones[0].done_on == clock.today()


def test_a_saved_text_goes_below_what_was_typed_with_its_places_filled_in(app, client, sign_in):
    department = a_department()
    officer, matter = an_officer(department), a_matter(department=department)
    kept = answer_templates.keep(department_id=department.id, title="법", body="{제목}: 안 됩니다.", by=officer)
    sign_in(officer)
    shown = client.post(f"/desk/matters/{matter.id}", data=typed(template=str(kept.id), insert="1")).text
    assert f"두 곳부터\n\n{matter.title_ko}: 안 됩니다.</textarea>" in shown
    unknown = client.post(f"/desk/matters/{matter.id}", data=typed(reason="{예산}")).text
    assert "채울 수 없는 자리" in unknown
    assert matter_called(matter.id).answers == 0


def test_no_officer_sees_the_desk_page_of_another_department(app, client, sign_in):
    mine, other = a_department(), a_matter(department=a_department())
    sign_in(an_officer(mine))
    assert client.get(f"/desk/matters/{other.id}").status_code == 403
    assert client.post(f"/desk/matters/{other.id}", data=typed()).status_code == 403
    assert other.title_ko not in client.get("/desk/matters").text
    sign_in(an_account())
    assert client.get("/desk/matters").status_code == 403


def test_several_are_answered_after_a_look(app, client, sign_in):
    department = a_department()
    officer, matters = an_officer(department), [a_matter(department=department) for _ in range(2)]
    sign_in(officer)
    data = typed(reason="{제목}에 답합니다") | {"matter": [matter.id for matter in matters]}
    look = client.post("/desk/matters", data=data)
    assert "안건 2건에 이렇게 답할까요?" in look.text
    assert f"{matters[0].title_ko}에 답합니다" in look.text
    assert matter_called(matters[0].id).answers == 0
    assert "안건을 하나 이상 고르세요" in client.post("/desk/matters", data=typed()).text
    assert "1번째 줄" in client.post("/desk/matters", data=data | {"milestones": "언젠가", "carry_out": "1"}).text
    assert client.post("/desk/matters", data=data | {"carry_out": "1"}).status_code == 302
    assert [matter_called(matter.id).code for matter in matters] == ["partly", "partly"]


def test_tasks_name_what_is_overdue_and_what_is_due_within_a_week(app, client, sign_in):
    department = a_department()
    a_matter(department=department, received_on=clock.today() - LONG_AGO)
    a_matter(department=department, due_on=clock.today() + dt.timedelta(days=3))
    a_matter()
    sign_in(an_officer(department))
    tasks = client.get("/my").text
    assert "기한이 지난 안건에 답하기" in tasks
    assert "이번 주 안에 기한이 되는 안건에 답하기" in tasks
    sign_in(an_account("organiser"))
    assert "안건을 부서에 맡기기" in client.get("/my").text


def test_the_office_moves_changes_deadlines_records_and_keeps_kinds(app, client, sign_in):
    department, matter = a_department(), a_matter()
    sign_in(an_account("organiser"))
    assert matter.title_ko in client.get("/office/matters").text
    address = f"/office/matters/{matter.id}"
    assert client.post(f"{address}/deadline", data={"due_on": "2027-02-01", "why": "조사 중"}).status_code == 302
    early = client.post(f"{address}/deadline", data={"due_on": "2001-01-01", "why": "x"})
    assert "보다 앞설 수 없습니다" in early.text
    recorded = client.post(address, data=typed(answered_on=clock.today().isoformat()))
    assert recorded.status_code == 302
    assert (
        client.post(f"{address}/move", data={"whom": f"department:{department.id}", "why": "맡은 일"}).status_code
        == 302
    )
    theirs = client.post(address, data=typed(seen="1", reason="또")).text
    assert "맡은 곳만 답할 수 있습니다" in theirs
    assert "또</textarea>" in theirs
    assert client.post(f"{address}/move", data={"whom": f"place:{BUKGU}", "why": ""}).status_code == 200
    shown = matter_called(matter.id)
    assert (shown.department_id, shown.due_on, shown.code) == (department.id, dt.date(2027, 2, 1), "partly")
    assert "30일" in client.get("/office/matters/kinds").text
    kind = {"count": "60", "unit": "days", "basis_ko": "조례", "basis_en": "Ordinance", "why": "개정"}
    assert client.post("/office/matters/kinds/assembly_policy", data=kind).status_code == 302
    assert client.post("/office/matters/kinds/assembly_policy", data=kind | {"count": "0"}).status_code == 200
    assert a_matter().due_on == clock.today() + dt.timedelta(days=60)


def test_the_office_of_a_district_keeps_its_own_matters_alone(app, client, sign_in):
    own, city = a_matter(body="district", place_code=BUKGU), a_matter()
    sign_in(an_account("organiser", scope=Scope.district, scope_key=BUKGU))
    listed = client.get("/office/matters?show=missing").text
    assert (own.title_ko in listed, city.title_ko in listed) == (True, False)
    assert client.get(f"/office/matters/{own.id}").status_code == 200
    for address in (f"/{city.id}", f"/{city.id}/move", f"/{city.id}/deadline", "/kinds", "/kinds/assembly_policy"):
        assert client.get(f"/office/matters{address}").status_code == 403, address
    assert client.post(f"/office/matters/{city.id}", data=typed()).status_code == 403


def test_a_reply_is_hidden_with_its_reason(app, client, sign_in):
    proposer, department = an_account(), a_department()
    matter = a_matter(by=proposer, department=department)
    answer(matter_id=matter.id, code="refused", reason="안 됩니다", by=an_officer(department))
    said = reply(matter_id=matter.id, body="나쁜 말", by=proposer)
    sign_in(an_account("organiser"))
    address = f"/office/matters/{matter.id}/replies/{said.id}/hide"
    assert "나쁜 말" in client.get(address).text
    assert client.post(address, data={"reason": ""}).status_code == 200
    assert client.post(address, data={"reason": "욕설"}).status_code == 302
    page = client.get(f"/matters/{matter.id}").text
    assert "나쁜 말" not in page
    assert "욕설" in page


@pytest.fixture
def a_thousand(app):
    """A thousand matters, half of them answered, and their officer."""
    department = a_department()
    officer, first = an_officer(department), a_matter(department=department, received_on=clock.today() - LONG_AGO)
    columns = {c.name: getattr(first, c.name) for c in Matter.__table__.columns if c.name not in ("id", "source_id")}
    done = columns | {"code": AnswerCode.partly, "answers": 1, "answered_on": clock.today()}
    with transaction():
        rows = [(done if number % 2 else columns) | {"source_id": 10_000 + number} for number in range(999)]
        db.session.execute(insert(Matter), rows[1::2])
        db.session.execute(insert(Matter), rows[0::2])
        given = {
            "number": 1,
            "code": AnswerCode.partly,
            "reason": "합니다",
            "answered_on": clock.today(),
            "at": clock.now(),
        }
        ids = db.session.scalars(select(Matter.id).where(Matter.answers == 1))
        db.session.execute(insert(Answer), [given | {"matter_id": matter_id, "synthetic": True} for matter_id in ids])
    return officer


def test_no_page_takes_more_than_twelve_queries_with_a_thousand_matters(a_thousand, client, sign_in):
    answered = db.session.scalar(select(Matter.id).where(Matter.answers == 1).limit(1))
    reads = {"officer": ("/matters", "/desk/matters", f"/desk/matters/{answered}", "/my", "/desk/matters/sheet")}
    reads["anyone"] = (
        "/matters?q=정책&code=partly&page=3",
        "/matters?code=overdue",
        f"/matters/{answered}",
        "/matters.csv",
    )
    reads["citizen"] = (f"/matters/{answered}", "/my/matters")
    reads["organiser"] = ("/office/matters", f"/office/matters/{answered}", f"/office/matters/{answered}/move")
    people = {"officer": a_thousand, "citizen": an_account(), "organiser": an_account("organiser")}
    found = {}
    for who, addresses in reads.items():
        if who in people:
            sign_in(people[who])
        for address in addresses if who != "anyone" else ():
            with statements() as asked:
                assert client.get(address).status_code == 200, address
            found[address, who] = len(asked)
    with client.session_transaction() as session:
        session.clear()
    for address in reads["anyone"]:
        with statements() as asked:
            assert client.get(address).status_code == 200, address
        found[address, "anyone"] = len(asked)
    assert max(found.values()) <= 12, found
