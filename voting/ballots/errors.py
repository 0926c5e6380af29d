"""What can be wrong with an election, said with a code, its parameters and one English sentence."""

SENTENCES = {
    "negative_budget": "the budget is {budget}, it cannot be below zero",
    "negative_cost": "project {project} costs {cost}, a cost cannot be below zero",
    "duplicate_project": "project {project} is listed twice",
    "unknown_project": "{where} names project {project}, which is not on the list",
    "unknown_tie_criterion": "{criterion} is no tie criterion; known are {known}",
    "tie_list_incomplete": "the tie list lacks project {project}",
    "unknown_option": "{option} cannot be {value}; known are {known}",
    "negative_count": "{item} has {value} for {field}, a count cannot be below zero",
    "more_votes_than_present": "{item}: {votes} votes by {present} people present",
    "more_present_than_enrolled": "{item}: {present} present of {enrolled} enrolled",
    "wrong_ballots": "{rule} cannot count {form} ballots",
    "wrong_weight": "electorate {electorate}: a weight must be above zero, not {weight}",
    "bad_line": "line {line}: {fault}",
    "bad_file": "{fault}",
    "too_large": "{what} is too large to be counted exactly here: {value}",
}


class BadInput(Exception):
    """An election, option or file that cannot be counted.

    Parameters
    ----------
    code : str
        A key of ``SENTENCES``; a caller may translate by it.
    **params : object
        What the sentence names: line, project, value.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(SENTENCES[code].format(**params))
