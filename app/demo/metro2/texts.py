"""The words of the panel on metro line 2: what was published, with its source, and what is made up, said so."""

import datetime as dt
from typing import Any

from app.core.clock import seoul
from app.panels.models import ItemKind, PanelPart

PANEL: dict[str, Any] = {
    "title_ko": "도시철도 2호선", "title_en": "Metro line 2",
    "question_ko": "광주 도시철도 2호선 건설에 찬성하십니까, 반대하십니까?",
    "question_en": "Are you for or against building Gwangju's metro line 2?",
    "context_ko": (
        "2018년 광주의 첫 공론화를 보도된 숫자로 다시 엮은 시연입니다. 보도된 값: 1차 조사 2,930명을 2,500명으로 보정해 "
        "찬성 58.6·반대 19.0·유보 22.4%, 참여단 250명의 성별과 나이, 243명 투표에 191 대 52(78.6%), 단순 다수 규칙, "
        "11월 9~10일 일정, 참관 8명. 지어낸 것: 사람과 응답 하나하나, 참여단 안의 의견 비율과 사는 구, 누가 마음을 바꿨는지, "
        "만족도와 수용성, 의견 지도, 추첨 숫자, 규칙을 공고한 날. 출처: 연합뉴스(2018. 9. 18., 9. 21., 10. 10., 11. 9., 11. 10.), "
        "광주in(2018. 10. 23., 11. 12.), 아주경제(2018. 11. 8.)."
    ),
    "context_en": (
        "A demonstration that puts Gwangju's first deliberation of 2018 together from published figures. Published: the first "
        "survey, 2,930 interviews weighted to 2,500, 58.6 / 19.0 / 22.4 % for, against and undecided; sexes and ages of the 250; "
        "243 votes, 191 to 52 (78.6 %); the rule of simple majority; the programme of 9 and 10 November; eight observers. "
        "Made up: every person and answer, stances and districts within the panel, who moved where, satisfaction and acceptance, "
        "the opinion map, the number of the draw, the day on which the rule was published. Sources: Yonhap (18 and 21 September, "
        "10 October, 9 and 10 November 2018), Gwangju In (October and 12 November 2018), Aju Business Daily (8 November 2018)."
    ),
    "place_code": "2900000000", "seats": 250, "youngest": 19, "allowance_won": 300_000, "synthetic": True,
    "venue_ko": "전남 화순", "venue_en": "Hwasun, South Jeolla",
    "first_day": dt.date(2018, 11, 9), "last_day": dt.date(2018, 11, 10),
}  # fmt: skip
WATCHING = {PanelPart.verifier: "검증위원", PanelPart.observer: "참관인"}
FIRST_SURVEY = {
    "population_ko": "광주에 사는 만 19세 이상", "population_en": "adults of 19 and over living in Gwangju",
    "source_note_ko": (
        "유무선 전화 면접, 무선 42·유선 58%, 응답률 18.8%, 2018년 9월 주민등록 인구로 보정(광주in, 2018년 10월). 여기 사람들은 "
        "그 합계에 맞춰 지어냈습니다. 누가 추첨에 동의했는지는 알려지지 않아, 보도대로 2,500명에서 뽑도록 2,500명이 동의한 것으로 두었습니다."
    ),
    "source_note_en": (
        "Telephone, 42 % mobile and 58 % landline, response 18.8 %, weighted to the register of September 2018 (Gwangju In, "
        "October 2018). The people here are made up to add up to it. Who agreed to be drawn was not published; as the panel was "
        "drawn from 2,500, so many agree here."
    ),
}  # fmt: skip
LAST_SURVEY = (
    "만족도 조사를 했다는 것은 보도되었으나 결과는 찾지 못했습니다. 여기 응답은 모두 지어낸 것이며, 마지막 의견만 투표의 합계에 맞췄습니다.",
    "That a satisfaction survey was made is published, its results were not found. All answers here are made up; only the last "
    "stances add up to the vote.",
)
DESIGN_WHY = (
    "의견, 성별, 나이, 사는 구를 고려해 뽑았다고 보도되었습니다. 의견은 1차 조사에 비례한 것으로 두었습니다(시연용)."
)
DICE = "십면체 주사위 세 개, 2018년 10월 26일 14시 시청 1층(시연용)"
WITNESSES = "시연용: 검증위원 2명, 참관인 6명"
SEATS_KO = "보도된 참여단 구성(연합뉴스, 2018. 11. 10.)"
SEATS_EN = "Members of the panel as published (Yonhap, 10 November 2018)"
PUBLIC_NUMBER = "3 1 6 2 (made up for the demonstration / 시연용)"
VOTE = (seoul(2018, 11, 10, 15, 10), seoul(2018, 11, 10, 15, 30))
AGENDA = (
    (ItemKind.tables, ("쟁점 1: 경제성", "Issue 1: economy"), seoul(2018, 11, 9, 13, 20), seoul(2018, 11, 9, 16, 30)),
    (ItemKind.tables, ("쟁점 2: 교통 체계", "Issue 2: transport system"), seoul(2018, 11, 9, 16, 30),
     seoul(2018, 11, 9, 19, 30)),
    (ItemKind.questions, ("질의응답", "Questions and answers"), seoul(2018, 11, 9, 19, 30), seoul(2018, 11, 9, 20, 30)),
    (ItemKind.questions, ("보충 질의(8개)", "Supplementary questions (8)"), seoul(2018, 11, 10, 9),
     seoul(2018, 11, 10, 10, 20)),
    (ItemKind.other, ("시민 의견 나누기", "Sharing the public's views"), seoul(2018, 11, 10, 10, 20),
     seoul(2018, 11, 10, 12)),
    (ItemKind.cross_examination, ("상호 토론(5문항씩)", "Cross-examination (5 questions each)"),
     seoul(2018, 11, 10, 12, 50), seoul(2018, 11, 10, 14)),
    (ItemKind.tables, ("마지막 모둠 토의", "Final talk at the tables"), seoul(2018, 11, 10, 14), seoul(2018, 11, 10, 15)),
    (ItemKind.vote, ("투표", "Vote"), *VOTE),
    (ItemKind.other, ("결과 발표", "Result"), seoul(2018, 11, 10, 16, 45), seoul(2018, 11, 10, 17)),
)  # fmt: skip
# Made up: odds of 5 to 1 on the scales, and of a hundred who would accept another outcome, by the vote.
SATISFIED: dict[str, dict[str, tuple[int, ...]]] = {
    "for": {"satisfaction": (44, 36, 14, 4, 2), "fairness": (38, 37, 17, 6, 2), "acceptance": (91,)},
    "against": {"satisfaction": (22, 36, 24, 12, 6), "fairness": (18, 32, 26, 16, 8), "acceptance": (68,)},
}
# Made up: Korean, English, and of a hundred in each of the three camps who agree.
STATEMENTS = (
    ("2호선이 있어야 동네가 고루 자란다", "The city grows evenly only with line 2", (88, 30, 22)),
    ("2호선은 일자리를 만든다", "Line 2 makes jobs", (84, 26, 40)),
    ("건설비는 시가 감당할 수 있다", "The city can afford the building", (78, 10, 46)),
    ("급행 버스가 더 싸고 더 빠르다", "Express buses are cheaper and sooner there", (14, 86, 40)),
    ("해마다 생길 운영 적자가 걱정이다", "The yearly deficit of the running is a worry", (40, 90, 44)),
    ("공사 기간의 막힘과 소음을 견디기 어렵다", "Jams and noise of the building are hard to bear", (16, 44, 90)),
    ("지하보다 길 위의 전차가 낫다", "Trams on the street are better than a tunnel", (20, 36, 84)),
    ("차를 줄이고 걷는 길을 넓혀야 한다", "Fewer cars and wider pavements are needed", (30, 40, 86)),
    ("장애인과 노인이 타기 쉬워야 한다", "It must be easy to ride for disabled and old people", (90, 88, 91)),
    (
        "공사 일정과 비용을 달마다 공개해야 한다",
        "Dates and costs of the building must be published monthly",
        (84, 90, 86),
    ),
    ("환승 요금을 따로 받지 말아야 한다", "Changing lines must not cost extra", (78, 80, 76)),
    ("16년 논쟁은 이번에 끝나야 한다", "The quarrel of sixteen years must end now", (90, 70, 72)),
)
RECOMMENDATION = {
    "recommendation_ko": "시민참여단 243명이 투표해 191명(78.6%)이 찬성, 52명(21.4%)이 반대했습니다. 도시철도 2호선 건설을 다시 시작할 것을 권고합니다.",
    "recommendation_en": "Of 243 members who voted, 191 (78.6 %) were for and 52 (21.4 %) against. Building line 2 should be resumed.",
    "minority_ko": "52명(21.4%)이 반대했습니다. 반대한 까닭을 적은 글은 찾은 출처에 없어, 지어내지 않았습니다.",
    "minority_en": "52 (21.4 %) were against. No text with their reasons stands in the sources found, and none was made up.",
}  # fmt: skip
