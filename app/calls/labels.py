"""The codes of a call in words."""

from app.calls.models import Channel, Standing
from app.core.errors import N_

CHANNELS = {Channel.web: N_("Web form"), Channel.paper: N_("On paper"), Channel.imported: N_("From a list")}
STANDINGS = {
    Standing.applied: (N_("Applied"), "gray"),
    Standing.withdrawn: (N_("Withdrawn"), "gray"),
    Standing.refused: (N_("Papers did not suffice"), "danger"),
    Standing.not_drawn: (N_("Not drawn"), "gray"),
    Standing.reserve: (N_("Reserve"), "primary"),
    Standing.drawn: (N_("Drawn, asked"), "warning"),
    Standing.declined: (N_("Declined"), "gray"),
    Standing.no_answer: (N_("No answer in time"), "gray"),
    Standing.seated: (N_("Member"), "success"),
}
