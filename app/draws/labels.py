"""The codes of a draw in words."""

from app.core.errors import N_
from app.draws.models import DrawState, PublicValue

STATES = {
    DrawState.preparing: (N_("Being prepared"), "gray"),
    DrawState.computing: (N_("Lottery being made"), "primary"),
    DrawState.committed: (N_("Waiting for the public number"), "warning"),
    DrawState.drawn: (N_("Drawn"), "success"),
    DrawState.abandoned: (N_("Given up"), "danger"),
}
VALUES = {
    PublicValue.dice: N_("Dice thrown before witnesses"),
    PublicValue.balls: N_("Lottery balls drawn before witnesses"),
    PublicValue.drand: N_("A drand round (public randomness on the net)"),
    PublicValue.secret: N_("Secrets whose hashes are announced, with a public value"),
}
EXCLUSIONS = {
    "papers": N_("Papers did not suffice"),
    "official": N_("Official of the city"),
    "councillor": N_("Member of the council"),
    "under_age": N_("Under age"),
    "not_willing": N_("Did not want to take part"),
    "double": N_("Stands twice in the pool"),
    "conflict": N_("Party to the matter"),
    "seated": N_("Has a seat already"),
    "lives_with_member": N_("Lives with somebody who has a seat"),
    "gone": N_("Gave up the seat"),
    "other_cell": N_("Of another cell than the free seats"),
}
