"""The committee's codes in words."""

from app.committee.models import InterestKind, Office, PartOffice, Route, Sex
from app.core.errors import N_

ROUTES = {
    Route.open_call: N_("Open call"),
    Route.recommended: N_("Recommended"),
    Route.ex_officio: N_("Ex officio"),
}
MARKS = {Route.open_call: "disc", Route.recommended: "square", Route.ex_officio: "ring"}
OFFICES = {Office.chair: N_("Chair"), Office.vice_chair: N_("Vice chair"), Office.secretary: N_("Secretary")}
PART_OFFICES = {PartOffice.chair: N_("Subcommittee chair"), PartOffice.vice_chair: N_("Subcommittee vice chair")}
SEXES = {Sex.female: N_("Female"), Sex.male: N_("Male")}
INTERESTS = {
    InterestKind.proposer: N_("I proposed it, alone or with others"),
    InterestKind.relative: N_("My spouse or a relative within the fourth degree proposed it or gains by it"),
    InterestKind.organisation: N_("An organisation that I belong to proposed it or gains by it"),
    InterestKind.other: N_("Another direct interest"),
}
