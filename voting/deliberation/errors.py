"""What can be wrong with answers, margins or options, as a code, its parameters and a sentence in two languages."""

from collections.abc import Sequence

SENTENCES = {
    "en": {
        "margin_with_nobody": "{feature}: nobody answered for {values}, so no weight can make up for it; join it with a neighbour",
        "value_without_margin": "{feature}: the population margin does not name {values}",
        "missing_value": "{feature}: {people} people have no value; leave them unadjusted or complete them",
        "unknown_feature": "there is a margin for {feature}, but no such column",
        "wrong_number": "{what} cannot be {value}",
        "different_lengths": "{what} has {found} rows where {wanted} are needed",
        "nobody": "nobody answered",
        "unknown_answer": "{answers}: not among the answers named beforehand",
        "stratum_with_nobody": "stratum {stratum} has {share} of the population, but nobody on the panel",
        "unknown_stratum": "stratum {stratum} has no population share",
        "too_few_people": "{people} people are too few, at least {least} are needed",
        "wrong_vote": "row {row}: {value} is no vote; known are 1 agree, -1 disagree, 0 pass, nothing",
        "no_column": "there is no column {column}",
        "same_person_twice": "{person} is listed twice",
        "same_statement_twice": "statement {statement} is listed twice",
        "unknown_option": "{option} cannot be {value}; known are {known}",
        "not_paired": "nobody answered both times",
        "not_on_panel": "{person} answered, but is not on the panel",
        "more_votes_than_panel": "{votes} votes by a panel of {panel}",
        "not_anonymous": "only {people} of {of} people could be published with {least} alike; name fewer columns",
        "too_many_steps": "{trials} combinations of steps are too many to try, {most} are possible; shorten the ladders",
    },
    "ko": {
        "margin_with_nobody": "{feature}: {values} 응답자가 없어 가중치로 보정할 수 없습니다. 이웃한 구간과 합치세요",
        "value_without_margin": "{feature}: 모집단 구성에 {values} 값이 없습니다",
        "missing_value": "{feature}: {people}명의 값이 비어 있습니다. 채우거나 보정하지 않음을 고르세요",
        "unknown_feature": "{feature}의 모집단 구성은 있으나 그런 열이 없습니다",
        "wrong_number": "{what} 값으로 {value}을(를) 쓸 수 없습니다",
        "different_lengths": "{what}: {wanted}줄이 필요하나 {found}줄입니다",
        "nobody": "응답자가 없습니다",
        "unknown_answer": "{answers}: 미리 정한 응답에 없습니다",
        "stratum_with_nobody": "{stratum} 층은 모집단의 {share}이지만 참여자가 없습니다",
        "unknown_stratum": "{stratum} 층의 모집단 비율이 없습니다",
        "too_few_people": "{people}명으로는 부족합니다. {least}명 이상이어야 합니다",
        "wrong_vote": "{row}번째 줄: {value}은(는) 응답이 아닙니다. 1 동의, -1 반대, 0 넘김, 빈칸만 씁니다",
        "no_column": "{column} 열이 없습니다",
        "same_person_twice": "{person}이(가) 두 번 있습니다",
        "same_statement_twice": "{statement} 진술이 두 번 있습니다",
        "unknown_option": "{option}에 {value}을(를) 쓸 수 없습니다. 쓸 수 있는 값: {known}",
        "not_paired": "두 번 모두 응답한 사람이 없습니다",
        "not_on_panel": "{person}은(는) 참여단이 아닌데 응답이 있습니다",
        "more_votes_than_panel": "참여단은 {panel}명인데 {votes}표입니다",
        "not_anonymous": "같은 사람이 {least}명 이상이 되도록 하면 {of}명 가운데 {people}명만 공개할 수 있습니다. 열을 줄이세요",
        "too_many_steps": "단계 조합이 {trials}개로 너무 많습니다({most}개까지). 단계를 줄이세요",
    },
}


class BadInput(Exception):
    """Answers, margins or options that no statistic can be made of.

    Parameters
    ----------
    code : str
        A key of ``SENTENCES``.
    **params : object
        What the sentence names.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.in_words("en"))

    def in_words(self, language: str) -> str:
        """Return the sentence in ``language``, ``ko`` or ``en``."""
        return SENTENCES[language][self.code].format(**self.params)


def need_length(what: str, rows: Sequence[object], wanted: int) -> None:
    """Refuse a column that is longer or shorter than the others.

    Raises
    ------
    BadInput
        ``different_lengths``.
    """
    if len(rows) != wanted:
        raise BadInput("different_lengths", what=what, found=len(rows), wanted=wanted)
