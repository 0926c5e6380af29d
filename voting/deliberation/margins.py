"""Margin of error of a share, by every formula that fits the design, and which one is used.

- simple: z sqrt(p q / n)
- finite population: times sqrt((N - n) / (N - 1)), for a sample that is a good part of everybody
- weighted: n is Kish's effective size
- stratified: z sqrt(sum W^2 p q / (n - 1)) over the strata that a panel was drawn in, plus
  sum W (p_stratum - p)^2 / n' when the shares W themselves come from a first survey of n' people

Korean commissions published both. Gwangju's metro line 2 (first survey, 2,500: 1.96 points) and Daejeon (159: 7.8) are
the simple formula at p = 1/2. Shin-Kori (471: 3.6) and Jeju (180: 5.8) lie below what the simple formula can give at
their shares: the panels had been drawn within strata of the first survey's stance, sex and age.

References
----------
W. G. Cochran, "Sampling techniques", 3rd ed., Wiley 1977: sections 3.2 (simple), 5.10 (stratified proportions), 12.2
(double sampling for stratification).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, sqrt

from scipy.stats import norm

from voting.deliberation.design_effect import checked, effective_size
from voting.deliberation.errors import BadInput, need_length

CONFIDENCE = 0.95
HALF = 0.5


class Formula(StrEnum):
    """The formulas by name."""

    SIMPLE = "simple"
    FINITE = "finite_population"
    WEIGHTED = "weighted"
    STRATIFIED = "stratified"


@dataclass(frozen=True)
class Stratum:
    """A cell that panel members were drawn in: share of the population, people asked, how many of them said yes."""

    name: str
    population_share: float
    people: int
    yes: float

    @property
    def share(self) -> float:
        """Share of the stratum that said yes."""
        return self.yes / self.people


@dataclass(frozen=True)
class MarginOfError:
    """Half the width of the interval around ``share``, as a share: 0.036 is 3.6 percentage points.

    ``largest`` is the margin at p = 1/2, the one printed with a whole survey; None for a stratified panel, whose
    margin differs from question to question.
    """

    formula: Formula
    share: float
    margin: float
    largest: float | None
    people: int
    effective_people: float
    confidence: float
    used: bool = False


def z_of(confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors a confidence spans.

    Raises
    ------
    BadInput
        ``wrong_number``: the confidence is not between 0 and 1.

    Examples
    --------
    >>> round(z_of(0.95), 2), round(z_of(0.99), 3)
    (1.96, 2.576)
    """
    if not 0 < confidence < 1:
        raise BadInput("wrong_number", what="confidence", value=confidence)
    return float(norm.ppf((1 + confidence) / 2))


def simple_margin(
    people: int, share: float = HALF, *, confidence: float = CONFIDENCE, population: int | None = None
) -> MarginOfError:
    """Return the margin of a simple random sample, with ``population`` corrected for its size.

    Raises
    ------
    BadInput
        ``wrong_number``.

    Examples
    --------
    >>> round(100 * simple_margin(2500).margin, 2), round(100 * simple_margin(159).margin, 1)
    (1.96, 7.8)
    """
    _check(people, share)
    if population is not None and population < max(people, 2):
        raise BadInput("wrong_number", what="population", value=population)
    kept = 1.0 if population is None else sqrt((population - people) / (population - 1))
    formula = Formula.SIMPLE if population is None else Formula.FINITE
    return _of(formula, people, float(people), share, confidence, kept)


def weighted_margin(weights: Sequence[float], share: float = HALF, *, confidence: float = CONFIDENCE) -> MarginOfError:
    """Return the margin of a weighted sample: the simple formula at Kish's effective size."""
    weight_i = checked(weights)
    _check(weight_i.size, share)
    return _of(Formula.WEIGHTED, weight_i.size, effective_size(weight_i), share, confidence, 1.0)


def stratified_margin(
    strata: Sequence[Stratum], *, confidence: float = CONFIDENCE, first_survey: int | None = None
) -> MarginOfError:
    """Return share and margin of a panel drawn within strata, weighted to the strata's population shares.

    Parameters
    ----------
    strata
        Shares of the population in any unit; they are scaled to 1.
    first_survey
        People of the survey that the population shares were taken from; none when they are known exactly.

    Raises
    ------
    BadInput
        ``nobody``, ``wrong_number``, ``stratum_with_nobody``.

    Notes
    -----
    A stratum of one person shows no variance of its own: the distance to the share of the whole stands for it, so that
    small strata never make a panel look more precise than it is.

    Examples
    --------
    >>> half = [Stratum("for", 0.5, 50, 45), Stratum("against", 0.5, 50, 5)]
    >>> found = stratified_margin(half)
    >>> round(found.share, 2), round(100 * found.margin, 1), round(100 * simple_margin(100, 0.5).margin, 1)
    (0.5, 5.9, 9.8)
    """
    weight_h = _stratum_weights(strata)
    people = sum(stratum.people for stratum in strata)
    share = sum(w * s.share for w, s in zip(weight_h, strata, strict=True))
    variance = sum(w**2 * _within(s, share) for w, s in zip(weight_h, strata, strict=True))
    if first_survey is not None:
        _check(first_survey, share)
        variance += sum(w * (s.share - share) ** 2 for w, s in zip(weight_h, strata, strict=True)) / first_survey
    alike = share * (1 - share) / variance if variance else float(people)
    margin = z_of(confidence) * sqrt(variance)
    return MarginOfError(Formula.STRATIFIED, share, margin, None, people, alike, confidence)


def strata_of(cells: Sequence[str], yes: Sequence[bool], population: Mapping[str, float]) -> list[Stratum]:
    """Count the strata of a panel from each member's cell and answer.

    Raises
    ------
    BadInput
        ``different_lengths``, ``unknown_stratum`` (a member's cell has no share), ``stratum_with_nobody``.
    """
    need_length("yes", yes, len(cells))
    if unknown := sorted(set(cells) - set(population)):
        raise BadInput("unknown_stratum", stratum=", ".join(unknown))
    found = {name: [answer for cell, answer in zip(cells, yes, strict=True) if cell == name] for name in population}
    return [Stratum(name, share, len(found[name]), sum(found[name])) for name, share in population.items() if share]


def by_both_formulas(
    people: int,
    share: float,
    *,
    weights: Sequence[float] | None = None,
    strata: Sequence[Stratum] | None = None,
    population: int | None = None,
    first_survey: int | None = None,
    confidence: float = CONFIDENCE,
    use: Formula | None = None,
) -> list[MarginOfError]:
    """Return a row for every formula that the design allows, the one used marked.

    Without ``use`` the formula nearest to the design is used: stratified, else weighted, else simple. Name ``use`` when
    the committee published another one beforehand.

    Raises
    ------
    BadInput
        ``unknown_option``: ``use`` names a formula that the design does not allow.

    Examples
    --------
    >>> [(row.formula.value, row.used) for row in by_both_formulas(471, 0.595, weights=[1, 2] * 235 + [1])]
    [('simple', False), ('weighted', True)]
    """
    rows = [simple_margin(people, share, confidence=confidence)]
    if population is not None:
        rows.append(simple_margin(people, share, confidence=confidence, population=population))
    if weights is not None:
        rows.append(weighted_margin(weights, share, confidence=confidence))
    if strata is not None:
        rows.append(stratified_margin(strata, confidence=confidence, first_survey=first_survey))
    known = [row.formula for row in rows]
    chosen = use or max(known, key=(Formula.SIMPLE, Formula.FINITE, Formula.WEIGHTED, Formula.STRATIFIED).index)
    if chosen not in known:
        raise BadInput("unknown_option", option="use", value=chosen, known=", ".join(known))
    return [MarginOfError(**{**vars(row), "used": row.formula == chosen}) for row in rows]


def gap_margin(first: float, second: float, people: float, *, confidence: float = CONFIDENCE) -> float:
    """Return the margin of the gap between two shares of the same sample.

    With two answers only it is twice the margin of a share; with a third it is a little smaller.

    References
    ----------
    C. J. Wild, G. A. F. Seber, "Comparing two proportions from the same survey", The American Statistician 47 (1993),
    178-181.

    Examples
    --------
    >>> round(gap_margin(0.6, 0.4, 100), 6) == round(2 * simple_margin(100, 0.6).margin, 6)
    True
    """
    if not (0 <= first <= 1 and 0 <= second <= 1 and first + second <= 1 + 1e-9):
        raise BadInput("wrong_number", what="share", value=f"{first}, {second}")
    if not people > 0:
        raise BadInput("nobody")
    return z_of(confidence) * sqrt(max(first + second - (first - second) ** 2, 0.0) / people)


def _check(people: int, share: float) -> None:
    if people < 1:
        raise BadInput("nobody")
    if not (isfinite(share) and 0 <= share <= 1):
        raise BadInput("wrong_number", what="share", value=share)


def _of(formula: Formula, people: int, effective: float, share: float, confidence: float, kept: float) -> MarginOfError:
    per_deviation = z_of(confidence) * kept / sqrt(effective)
    margin, largest = per_deviation * sqrt(share * (1 - share)), per_deviation * HALF
    return MarginOfError(formula, share, margin, largest, people, effective / kept**2 if kept else people, confidence)


def _stratum_weights(strata: Sequence[Stratum]) -> list[float]:
    total = sum(stratum.population_share for stratum in strata)
    if not strata or not total > 0:
        raise BadInput("nobody")
    for stratum in strata:
        if not stratum.population_share >= 0 or not 0 <= stratum.yes <= stratum.people:
            raise BadInput("wrong_number", what=stratum.name, value=f"{stratum.yes}/{stratum.people}")
        if stratum.people == 0:
            raise BadInput("stratum_with_nobody", stratum=stratum.name, share=f"{stratum.population_share / total:.1%}")
    return [stratum.population_share / total for stratum in strata]


def _within(stratum: Stratum, overall: float) -> float:
    """Return the variance of a stratum's share."""
    if stratum.people == 1:
        return (stratum.yes - overall) ** 2
    return stratum.share * (1 - stratum.share) / (stratum.people - 1)
