"""Made-up people, amounts and votes for the gallery; none of them is a record of Gwangju."""

from dataclasses import dataclass

from app.core.flow_picture import Fate

EOK, MAN = 100_000_000, 10_000


@dataclass(frozen=True)
class Step:
    """A row of an amount history, as a page hands it to the macro."""

    stage: str
    amount: int
    by: str
    when: str
    reason: str | None = None
    reason_missing: bool = False
    note: str | None = None


CUT_WITHOUT_REASON = [
    Step("요청", 5 * EOK, "제안자", "2018. 4. 3."),
    Step("부서 검토 뒤", 4 * EOK + 6000 * MAN, "보행자과", "6. 18.", reason="겹치는 설계비를 뺐습니다."),
    Step("위원이 고름", 4 * EOK + 6000 * MAN, "시민위원 총회", "8. 28.", note="찬성 71 · 반대 14 · 기권 3"),
    Step("상임위원회", 3 * EOK + 6000 * MAN, "산업건설위원회", "12. 5.", reason_missing=True),
    Step("집행", 3 * EOK + 4100 * MAN, "보행자과", "2019. 11. 30.", reason="입찰에서 남은 돈은 돌려주었습니다."),
]
INCREASED = [
    Step("요청", 2 * EOK, "제안자", "4. 3."),
    Step("예결특위", 3 * EOK, "예산결산특별위원회", "12. 12.", reason="두 곳에서 네 곳으로 늘렸습니다."),
]
ZEROED = [Step("요청", 5 * EOK, "제안자", "4. 3."), Step("본회의 의결", 0, "시의회", "12. 14.", reason_missing=True)]
ONLY_ASKED = [Step("요청", 3 * EOK, "제안자", "4. 3.")]

FATES = [
    Fate("unchanged", "그대로", 26, 65 * EOK + 8000 * MAN, 65 * EOK + 8000 * MAN),
    Fate("partly_cut", "일부 삭감", 8, 20 * EOK + 5000 * MAN, 10 * EOK + 2000 * MAN),
    Fate("zeroed", "전액 삭감", 6, 13 * EOK + 1000 * MAN, 0),
]
FLOW_NAMES = ("고른 사업", "의회 통과", "삭감")

STEPS = [
    {"step": "접수", "state": "done", "when": "3. 12. ~ 4. 22.", "note": "632건"},
    {"step": "부서 검토", "state": "done", "when": "5~6월", "url": "#timeline"},
    {"step": "심사·선정", "state": "now", "when": "7~8월", "note": "위원 91명"},
    {"step": "의회 심의", "state": "next", "when": "12월"},
]
STAGES = [
    {"label": "낸 제안", "url": "#tables", "note": "접수 마감", "parts": [("kept", 632)], "values": ["632건"]},
    {"label": "고른 사업", "url": None, "note": None, "parts": [("chosen", 40)], "values": ["40건"]},
]
FIELDS = [
    {
        "label": "교통건설 11건",
        "url": "#tables",
        "note": None,
        "parts": [("kept", 205), ("lost", 86)],
        "values": ["29.1억", "8.6억", "70%"],
    },
    {
        "label": "청년 5건",
        "url": "#tables",
        "note": None,
        "parts": [("kept", 77), ("lost", 51)],
        "values": ["12.8억", "5.1억", "60%"],
    },
]
FIELDS_TOTAL = {
    "label": "합계 16건",
    "url": None,
    "note": None,
    "parts": [("kept", 282), ("lost", 137)],
    "values": ["41.9억", "13.7억", "67%"],
}
PEOPLE = [
    {"label": "20대", "population": 179, "panel": 48},
    {"label": "60대 이상", "population": 261, "panel": 57},
    {"label": "그 밖", "population": 560, "panel": 145},
]
SEATS = [("찬성", 146, "square"), ("반대", 48, "triangle"), ("판단유보", 56, "ring")]
SCORED = [
    {
        "title": "학교 앞 바닥 신호등",
        "url": "#tables",
        "means": ["4.2", "3.8"],
        "scores": [4, 4, 5, 3, 4, 5, 5, 4],
        "mean": "4.0",
        "spread": "0.7",
    },
    {
        "title": "공원 그늘 쉼터",
        "url": "#tables",
        "means": ["3.1", "2.9"],
        "scores": [1, 5, 2, 5, 1, 4, 3, 3],
        "mean": "3.0",
        "spread": "1.6",
    },
]
FINGERPRINT = "2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea"
OLD_TEXT = "학교 앞 두 곳에 바닥 신호등을 놓아 주세요. 밤에도 잘 보여야 합니다."
NEW_TEXT = "학교 앞 네 곳에 바닥 신호등을 놓아 주세요. 비 오는 밤에도 잘 보여야 합니다."
FILES = [
    {"name": "현장 사진.jpg", "url": "#files", "kind": "JPG", "size": "1.2 MB", "note": None},
    {
        "name": "아주 긴 이름을 가진 견적서와 설계 도면 모음(최종_수정_진짜최종)-2018-06-18.pdf",
        "url": "#files",
        "kind": "PDF",
        "size": "8.4 MB",
        "note": "3쪽",
    },
]
TASKS = [
    {"text": "점수 내기 · 교통건설 분과", "url": "#tasks", "due": "7월 20일(금) 18:00", "note": "13건 남음"},
    {"text": "공동 제안 동의하기", "url": "#tasks", "due": None, "note": None},
]
BALLOT = [
    {
        "value": "a",
        "title": "청소년이 밤에도 갈 수 있는 쉼터",
        "origin": "북구 작은 모임에서 나온 정책",
        "detail": "평일 밤 11시까지 엽니다.",
    },
    {
        "value": "b",
        "title": "모든 학년 고등학교 무상 급식",
        "origin": "청년 모임 다섯에서 나온 정책",
        "detail": "1학년부터 3학년까지입니다.",
    },
    {"value": "c", "title": "장애인 작업장을 기업과 함께", "origin": "서구 학부모 모임에서 나온 정책", "detail": None},
    {
        "value": "d",
        "title": "마을 도서관 밤 10시까지",
        "origin": "남구 작은 모임에서 나온 정책",
        "detail": "다섯 곳부터 시작합니다.",
    },
]
