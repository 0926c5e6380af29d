"""The invitation stage: how many letters, to whom, and with what chance a household or number is reached.

1. Households (or phone numbers) are drawn with equal chances, then one person of each household.
   So a person's chance is that of the household divided by its size; the weight is kept.
2. In each stratum so many letters that enough people answer with a given confidence: the number of
   answers is binomial with the response expected there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy.stats import binom

from voting.sortition.errors import BadInput
from voting.sortition.public_number import PublicNumbers

CONFIDENCE = 0.95
MOST_LETTERS = 10**8


@dataclass(frozen=True)
class Invited:
    """A person who gets a letter, the chance of that, and the design weight (1 / chance)."""

    id: str
    chance: Fraction

    @property
    def weight(self) -> Fraction:
        """How many people she stands for."""
        return 1 / self.chance


def letters(need: int, response: float, confidence: float = CONFIDENCE) -> int:
    """Return the least number of letters with ``need`` or more answers at this confidence.

    Raises
    ------
    BadInput
        A response or confidence that is no share between 0 and 1.
    """
    if not 0 < response <= 1 or not 0 < confidence < 1:
        raise BadInput.of("response", "Response and confidence are shares between 0 and 1.", "Write 0.05 for 5%.")
    low, high = need, max(need, 1)
    while binom.sf(need - 1, high, response) < confidence:
        low, high = high, 2 * high
        if high > MOST_LETTERS:
            raise BadInput.of(
                "response", f"A response of {response} would need over {MOST_LETTERS} letters.", "Check it."
            )
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if binom.sf(need - 1, middle, response) >= confidence else (middle + 1, high)
    return low


def letters_by_stratum(
    needs: Mapping[str, int], responses: Mapping[str, float], confidence: float = CONFIDENCE
) -> dict[str, int]:
    """Return the letters of each stratum.

    Parameters
    ----------
    needs
        People wanted in the pool from each stratum.
    responses
        Expected response by stratum; after a first wave, the response it had.
    confidence
        Of each stratum by itself.
    """
    missing = sorted(set(needs) - set(responses))
    if missing:
        raise BadInput.of("response", f"No response is given for {', '.join(missing)}.", "Give one for each stratum.")
    return {name: letters(need, responses[name], confidence) for name, need in needs.items()}


def expected_response(sent: int, answered: int, prior: float, prior_letters: int = 100) -> float:
    """Return the response to expect of a second wave: that of the first, drawn towards the prior.

    ``prior_letters`` is how many letters the prior is worth (the mean of a beta distribution).
    """
    return (answered + prior * prior_letters) / (sent + prior_letters)


def invite(homes: Mapping[str, Sequence[str]], how_many: int, numbers: PublicNumbers) -> list[Invited]:
    """Return one person from each of ``how_many`` homes drawn with equal chances.

    Parameters
    ----------
    homes
        People of each household or phone number.
    how_many
        Homes to draw.
    numbers
        Public numbers, so that anybody can repeat the draw.

    Raises
    ------
    BadInput
        Fewer homes than letters, or a home without people.
    """
    if not all(homes.values()):
        raise BadInput.of("empty_home", "A home has nobody in it.", "Remove it.")
    if how_many > len(homes):
        raise BadInput.of("homes", f"{how_many} letters for {len(homes)} homes.", "Send fewer.")
    invited = []
    for home in numbers.some_of(sorted(homes), how_many):
        people = sorted(homes[home])
        chance = Fraction(how_many, len(homes) * len(people))
        invited.append(Invited(people[numbers.below(len(people))], chance))
    return invited
