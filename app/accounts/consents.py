"""What a person can consent to, each text on its own (Personal Information Protection Act, art. 15, 22)."""

from dataclasses import dataclass

from app.core.errors import N_


@dataclass(frozen=True)
class Purpose:
    """One consent: its text and version; ``required`` ones end with the account, the others one by one."""

    code: str
    version: str
    required: bool
    title: str
    text: str


PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose(
            "terms", "2026-11", True,
            N_("Terms of use"),
            N_("What you propose and write here is public under the name you choose. It stays public when you leave, without your name."),
        ),
        Purpose(
            "privacy", "2026-11", True,
            N_("Name and e-mail address"),
            N_("We keep your name and your e-mail address to let you sign in and to tell you what became of your proposals, until you close your account. You may refuse; then you cannot have an account."),
        ),
        Purpose(
            "residence", "2026-11", False,
            N_("Where you live"),
            N_("We keep the district or neighbourhood that you tell us to see who takes part, and where a vote is open to residents. You may refuse and still propose."),
        ),
        Purpose(
            "birth_band", "2026-11", False,
            N_("Your years of birth"),
            N_("We keep the ten years in which you were born to see whether all ages take part. You may refuse and still propose."),
        ),
        Purpose(
            "notices", "2026-11", False,
            N_("News by e-mail"),
            N_("We write to you about new cycles and votes. You may refuse; letters about your own proposals come anyway."),
        ),
    )
}  # fmt: skip
