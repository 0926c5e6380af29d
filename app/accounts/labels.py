"""What roles and their scopes are called."""

from app.core.errors import N_
from app.core.permissions import Role, Scope

ROLES: dict[Role, str] = {
    Role.citizen: N_("Citizen"),
    Role.member: N_("Committee member"),
    Role.organiser: N_("Secretary of the committee"),
    Role.officer: N_("Department officer"),
    Role.council_staff: N_("Council staff"),
    Role.auditor: N_("Auditor"),
    Role.administrator: N_("Administrator"),
}
SCOPES: dict[Scope, str] = {
    Scope.everywhere: N_("Everywhere"),
    Scope.city: N_("City"),
    Scope.district: N_("District"),
    Scope.body: N_("Committee or subcommittee"),
    Scope.department: N_("Department"),
}
