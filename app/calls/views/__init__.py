"""Pages of calls for members of a committee."""

from app.calls.views import answering, office, public
from app.calls.views.area import blueprint

__all__ = ["answering", "blueprint", "office", "public"]
