"""The demonstration city: everything that ``make run`` loads into an empty database."""

from collections.abc import Callable

from app.accounts.models import Account
from app.city.models import Source
from app.core import audit, mail
from app.core.db import db, transaction
from app.demo import accounts, assembly, ground, history, matters_now, metro2, plan, this_year, year2019
from app.demo.year2019 import outline


def load(say: Callable[[str], None]) -> None:
    """Load the budget years, all of them or nothing, then the panel; the same everywhere but for the open cycle's dates."""
    with mail.silence(), transaction():
        ground.load()
        logins = accounts.load()
        sources = {source.code: source for source in db.session.query(Source)}
        say("  recorded years 2016 to 2026")
        with_2019 = plan.open_2019(outline.published("pot_won"), logins["organiser"])
        history.load(sources, with_2019)
        year2019.load(with_2019, logins, sources, say)
        say("  the cycle whose intake is open")
        this_year.load(plan.open_now(logins["organiser"]), logins)
        matters_now.load(logins)
        assembly.load(logins, say)
        audit.record("demo.load", of=("city", plan.CITY), after={"accounts": db.session.query(Account).count()})
    say("  the panel on metro line 2")
    with mail.silence():
        metro2.load(logins["organiser"])
