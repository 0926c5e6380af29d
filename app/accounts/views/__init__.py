"""Pages about accounts: coming in, one's own account, what is to do, the administrator's."""

from app.accounts.services import scopes  # registers what roles can be limited to
from app.accounts.views import admin, letters, my, own, registering, signing
from app.accounts.views.blueprint import blueprint

__all__ = ["admin", "blueprint", "letters", "my", "own", "registering", "scopes", "signing"]
