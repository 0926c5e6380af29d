"""What the public does not see of a draw yet, because its subject has sealed a feature (the answers of a survey).

The fingerprint binds it all the same: the files are given out when the seal is opened, and whoever hashes them then sees
that nothing was changed meanwhile.
"""

from collections.abc import Mapping

from app.core.errors import N_, RuleError
from app.draws.models import Draw, DrawTarget
from app.draws.services import subjects
from voting.sortition.targets import parts


class RecordSealed(RuleError):
    code = "record_sealed"
    sentence = N_(
        "This file tells what people answered in a survey that is sealed. It is given out when the seal is opened; the "
        "fingerprint published beforehand shows that it was not changed."
    )
    status = 403


def sealed_features(draw: Draw) -> frozenset[str]:
    """Return the features that no public page tells yet."""
    subject = subjects.subject_of(draw)
    return subject.sealed(draw.subject_id) if subject is not None and subject.sealed is not None else frozenset()


def is_sealed(draw: Draw) -> bool:
    """Say whether something of the draw is not public yet."""
    return bool(sealed_features(draw) & {feature.code for feature in draw.features})


def open_targets(draw: Draw) -> list[tuple[int, DrawTarget]]:
    """Return the targets that are public, each with its place among all."""
    sealed = sealed_features(draw)
    return [(at, target) for at, target in enumerate(draw.targets) if not sealed & set(parts(target.feature))]


def open_answers(draw: Draw, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a person or cell that are public."""
    sealed = sealed_features(draw)
    return {code: value for code, value in answers.items() if code not in sealed}


def require_open(draw: Draw) -> None:
    """Raise ``RecordSealed`` while a file of the draw would tell what is sealed."""
    if is_sealed(draw):
        raise RecordSealed()
