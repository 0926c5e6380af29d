"""25 September 2017: what the city answered to the hundred policies of that year's assembly.

Published (citizens-assembly-2017-09): 10 accepted as they were, with their titles, 22 in part, 21 already being done, 47
for long-term review. Which of the others got which answer, and every reason, are made up and marked so. No deadline is
known, so none is shown.
"""

import random
from collections.abc import Collection, Sequence

from app.core.clock import replaying, seoul
from app.followup.models import AnswerCode, Matter
from app.followup.services.answering import answer

ANSWERED = seoul(2017, 9, 25, 14)
PARTLY, ALREADY_DONE, LONG_TERM = 22, 21, 47  # beside the ten that were accepted
OTHERS = [AnswerCode.partly] * PARTLY + [AnswerCode.already_done] * ALREADY_DONE + [AnswerCode.long_term] * LONG_TERM
MADE_UP = "공개된 것은 답의 갈래뿐입니다. 이 글은 시연용으로 지었습니다."
REASONS = {
    AnswerCode.accepted: "제안하신 대로 하겠습니다.",
    AnswerCode.partly: "예산과 권한이 닿는 데부터 하겠습니다.",
    AnswerCode.already_done: "같은 뜻의 일을 이미 하고 있습니다. 더 잘 알리겠습니다.",
    AnswerCode.long_term: "돈과 시간이 많이 들어 길게 살펴보겠습니다.",
}


def load(owed: Sequence[Matter], *, accepted: Collection[int], rng: random.Random) -> None:
    """Answer the hundred matters of 2017; ``accepted`` are the policies (``source_id``) that are known as accepted."""
    others = rng.sample(OTHERS, len(OTHERS))
    left = [matter.id for matter in owed if matter.source_id not in accepted]
    codes = dict(zip(left, others, strict=True))
    with replaying(ANSWERED):
        for matter_id in [matter.id for matter in owed]:
            code = codes.get(matter_id, AnswerCode.accepted)
            answer(matter_id=matter_id, code=code, reason=f"{REASONS[code]}\n\n{MADE_UP}", by=None, synthetic=True)
