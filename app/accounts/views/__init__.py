"""Pages about accounts: coming in, one's own account, what is to do, the administrator's."""

from app.accounts.views import letters, my, own, registering, signing
from app.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "letters", "my", "own", "registering", "signing"]
