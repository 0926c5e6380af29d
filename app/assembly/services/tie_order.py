"""The order that settles ties in the funnel, published with each stage before it opens."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.assembly.models import Minhoe, Policy
from app.assembly.services import supporting
from app.core.db import db
from app.core.errors import N_

CRITERIA = {
    "supports": N_("more supporters"),
    "minhoe_people": N_("more people at the minhoe"),
    "number": N_("the lower number"),
}


def in_order(policies: Iterable[Policy], criteria: Sequence[str]) -> list[Policy]:
    """Return the policies in the order in which equal ones are preferred; the lower number ends it."""
    listed = list(policies)
    supports = supporting.counts(listed[0].assembly_id) if listed and "supports" in criteria else {}
    people = _people(listed) if "minhoe_people" in criteria else {}

    def key(policy: Policy) -> list[int]:
        values = {
            "supports": -supports.get(policy.id, 0),
            "minhoe_people": -people.get(policy.minhoe_id, 0),
            "number": policy.number,
        }
        return [*(values[criterion] for criterion in criteria), policy.number]

    return sorted(listed, key=key)


def _people(policies: list[Policy]) -> dict[int | None, int]:
    ids = {policy.minhoe_id for policy in policies if policy.minhoe_id is not None}
    return dict(tuple(row) for row in db.session.execute(select(Minhoe.id, Minhoe.people).where(Minhoe.id.in_(ids))))
