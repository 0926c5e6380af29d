"""The names of published figures."""

from flask_babel import gettext

from app.core.errors import N_

NAMES: dict[str, str] = {
    "pot_won": N_("Pot of the year"),
    "proposals": N_("Proposals received"),
    "proposed_won": N_("Asked for together"),
    "put_to_vote": N_("Proposals put to the vote"),
    "put_to_vote_won": N_("Put to the vote, amount"),
    "selected": N_("Projects chosen"),
    "selected_won": N_("Chosen, amount"),
    "bill": N_("Projects in the budget bill"),
    "bill_won": N_("In the budget bill, amount"),
    "standing_cut": N_("Cut by the standing committees"),
    "standing_cut_won": N_("Cut by the standing committees, amount"),
    "standing_kept": N_("Left by the standing committees"),
    "standing_kept_won": N_("Left by the standing committees, amount"),
    "council_touched": N_("Changed by the council"),
    "council_before_won": N_("Changed by the council, amount before"),
    "council_cut_won": N_("Cut by the council, amount"),
    "council_cut_percent": N_("Cut by the council, share"),
    "council_zeroed": N_("Cut to zero by the council"),
    "council_partly": N_("Partly cut by the council"),
    "kept": N_("Left by the council"),
    "kept_won": N_("Left by the council, amount"),
    "executed": N_("Carried out"),
    "executed_won": N_("Carried out, amount"),
    "progress_done": N_("Finished at the report"),
    "progress_on_track": N_("On track at the report"),
    "progress_push_needed": N_("In need of a push at the report"),
    "applicants": N_("Applied for the committee"),
    "appointed": N_("Appointed to the committee"),
    "open_call": N_("Appointed by open call"),
    "recommended": N_("Appointed by recommendation"),
    "ex_officio": N_("Members by office"),
    "best_project_voters": N_("Voted for the best project"),
}


def figure_name(key: str) -> str:
    """Return what a figure is called; one that has no name yet, by its key."""
    return gettext(NAMES[key]) if key in NAMES else key
