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
HINTS = {
    PublicValue.dice: N_("Three ten-sided dice, one digit each: 437. Three noughts are panel 1000."),
    PublicValue.balls: N_("Three balls from 0 to 9, one digit each: 437. Three noughts are panel 1000."),
    PublicValue.drand: N_("The signature of the round, 96 digits. It is checked before anything is drawn."),
    PublicValue.secret: N_("Each secret on its own line in the order announced; on the last line the public value."),
}
EXCLUSIONS = {
    "papers": N_("Papers did not suffice"),
    "official": N_("Official of the city"),
    "councillor": N_("Member of the council"),
    "under_age": N_("Under age"),
    "not_willing": N_("Did not want to take part"),
    "drawn_before": N_("Was drawn before"),
    "double": N_("Stands twice in the pool"),
    "conflict": N_("Party to the matter"),
    "has_part": N_("Has another part in the procedure"),
    "no_target": N_("No seat is kept for the answer given"),
    "seated": N_("Has a seat already"),
    "lives_with_member": N_("Lives with somebody who has a seat"),
    "gone": N_("Gave up the seat"),
    "other_cell": N_("Of another cell than the free seats"),
}
BY_HAND = ("official", "councillor", "under_age", "double", "conflict", "drawn_before", "not_willing")
COMPLAINTS = {
    "no_people": N_("The pool has nobody in it."),
    "no_targets": N_("There are no targets yet."),
    "minima_above_size": N_("%(feature)s: the least numbers add up to %(by)s more than there are seats."),
    "maxima_below_size": N_("%(feature)s: the most numbers add up to %(by)s fewer than there are seats."),
    "pool_too_small": N_("Only %(people)s people may be drawn, fewer than the seats."),
    "too_few_addresses": N_("The people live at %(addresses)s addresses, fewer than the seats."),
    "empty_cell": N_("%(feature)s: somebody in the pool has no value."),
    "unknown_value": N_("%(feature)s: nobody is to be drawn of “%(value)s”, which the pool has."),
    "target_twice": N_("“%(value)s” has two targets. Take one of them out."),
}
OTHER_COMPLAINT = N_("The targets do not fit together. Look at those that are marked.")
MARKS = ("square", "triangle", "ring", "disc")  # of seats, in the order of a feature's values
