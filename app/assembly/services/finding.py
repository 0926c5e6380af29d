"""Assemblies, policies, minhoe and stages by their addresses, and whose they are."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.assembly.models import Assembly, Minhoe, MinhoeState, Policy, Stage, StageOption
from app.city.models import Place as CityPlace
from app.city.models import PlaceLevel
from app.core import clock
from app.core.db import db, locked
from app.core.errors import NotFound
from app.core.permissions import Place, Scope


def assembly_of(year: int, *, unpublished: bool = False) -> Assembly:
    """Return the assembly of a year with its place. Raises ``NotFound``."""
    query = select(Assembly).where(Assembly.year == year).options(joinedload(Assembly.place))
    found = db.session.scalar(query)
    if found is None or not (unpublished or found.published_at):
        raise NotFound()
    return found


def current() -> Assembly:
    """Return the published assembly that comes next, else the latest. Raises ``NotFound``."""
    published = select(Assembly).where(Assembly.published_at.is_not(None))
    coming = published.where(Assembly.held_on >= clock.today()).order_by(Assembly.held_on)
    found = db.session.scalars(coming.limit(1)).first()
    found = found or db.session.scalars(published.order_by(Assembly.year.desc()).limit(1)).first()
    if found is None:
        raise NotFound()
    return found


def taking() -> Assembly:
    """Return the published assembly whose filing ends next, else ``current``. Raises ``NotFound``."""
    open_still = select(Assembly).where(Assembly.published_at.is_not(None), Assembly.files_until > clock.now())
    return db.session.scalars(open_still.order_by(Assembly.files_until).limit(1)).first() or current()


def assemblies(*, unpublished: bool = False) -> list[Assembly]:
    """Return the assemblies, the latest year first."""
    query = select(Assembly).where(or_(unpublished, Assembly.published_at.is_not(None)))
    return list(db.session.scalars(query.options(joinedload(Assembly.place)).order_by(Assembly.year.desc())))


def with_policies() -> list[tuple[Assembly, int, int]]:
    """Return the published assemblies with how many policies and minhoe each has, the latest first."""
    policies = select(func.count(Policy.id)).where(Policy.assembly_id == Assembly.id).scalar_subquery()
    shown = Minhoe.hidden_at.is_(None) & (Minhoe.state != MinhoeState.cancelled)
    meetings = select(func.count(Minhoe.id)).where(Minhoe.assembly_id == Assembly.id, shown).scalar_subquery()
    query = select(Assembly, policies, meetings).where(Assembly.published_at.is_not(None))
    return [tuple(row) for row in db.session.execute(query.order_by(Assembly.year.desc()))]  # type: ignore[misc]


def policy_of(assembly: Assembly, number: int) -> Policy:
    """Return a policy with what its page shows. Raises ``NotFound``."""
    whole = (joinedload(Policy.body), joinedload(Policy.category), joinedload(Policy.minhoe).joinedload(Minhoe.place))
    query = select(Policy).where(Policy.assembly_id == assembly.id, Policy.number == number).options(*whole)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound()
    return found


def minhoe_numbered(minhoe_id: int) -> Minhoe:
    """Return a minhoe of a published assembly with place and photographs. Raises ``NotFound``."""
    whole = (joinedload(Minhoe.assembly), joinedload(Minhoe.place).joinedload(CityPlace.parent))
    query = select(Minhoe).where(Minhoe.id == minhoe_id).options(*whole, selectinload(Minhoe.photos))
    found = db.session.scalar(query)
    if found is None or found.assembly.published_at is None:
        raise NotFound()
    return found


def stage_at(assembly: Assembly, position: int) -> Stage:
    """Return a stage with its sources, options and their policies. Raises ``NotFound``."""
    query = select(Stage).where(Stage.assembly_id == assembly.id, Stage.position == position)
    options = selectinload(Stage.options).joinedload(StageOption.policy)
    found = db.session.scalar(query.options(joinedload(Stage.assembly), selectinload(Stage.sources), options))
    if found is None:
        raise NotFound()
    return found


def stages_of(assembly: Assembly) -> list[Stage]:
    """Return the stages in order, without their options."""
    return list(db.session.scalars(select(Stage).where(Stage.assembly_id == assembly.id).order_by(Stage.position)))


def locked_assembly(assembly_id: int) -> Assembly:
    """Return an assembly locked: numbers are given under this lock. Raises ``NotFound``."""
    found = locked(Assembly, assembly_id)
    if found is None:
        raise NotFound()
    return found


def scope_of(assembly: Assembly) -> Place:
    """Return where an assembly is kept: its city, or its district alone."""
    scope = Scope.city if assembly.place.level is PlaceLevel.city else Scope.district
    return Place(frozenset({(scope, assembly.place_code)}))
