"""Whether a rule of composition is met, in words and the tone of its badge."""

from app.committee.services.composition import State
from app.core.errors import N_

STATES = {
    State.met: (N_("Met"), "success"),
    State.not_met: (N_("Not met"), "danger"),
    State.unknown: (N_("Cannot be said"), "warning"),
    State.nobody: (N_("Nobody yet"), "gray"),
}
