"""Every model, so that the database knows all tables. Nothing else imports from here."""

from app.accounts import models as accounts
from app.assembly import models as assembly
from app.calls import models as calls
from app.city import models as city
from app.committee import models as committee
from app.core import audit, files, mail, rate_counts, stash
from app.core.db import Base
from app.core.imports import models as imports
from app.core.jobs import models as jobs
from app.council import models as council
from app.cycles import models as cycles
from app.draws import models as draws
from app.execution import models as execution
from app.followup import models as followup
from app.panels import models as panels
from app.polls import models as polls
from app.proposals import models as proposals
from app.review import models as review
from app.selection import models as selection

__all__ = [
    "Base", "accounts", "assembly", "audit", "calls", "city", "committee", "council", "cycles", "draws", "execution", "files", "followup", "imports", "jobs",
    "mail", "panels", "polls", "proposals", "rate_counts", "review", "selection", "stash",
]  # fmt: skip
