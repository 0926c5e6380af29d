"""Pages of the assembly: everybody's, the citizens', the organiser's."""

from app.assembly.services import personal, poll_subjects, poll_voters  # register what is known of persons, of polls
from app.assembly.views import agreement, assemblies, day, door, lists, minhoe, office, policies, stages
from app.assembly.views.area import blueprint

__all__ = [
    "agreement", "assemblies", "blueprint", "day", "door", "lists", "minhoe", "office", "personal", "policies", "poll_subjects", "poll_voters", "stages",
]  # fmt: skip
