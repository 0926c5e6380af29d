"""Why something about an account is refused."""

from app.core.errors import N_, RuleError


class WrongCredentials(RuleError):
    code = "wrong_credentials"
    sentence = N_("The e-mail address or the password is not right. Check both; what you typed as address is kept.")
    status = 400


class NotConfirmed(RuleError):
    code = "not_confirmed"
    sentence = N_("Your e-mail address is not confirmed yet. We have just sent you the link once more.")
    status = 403


class PasswordShortForRole(RuleError):
    code = "password_short_for_role"
    sentence = N_(
        "People with your role need a password of at least %(at_least)s characters. We have sent you a link to choose one."
    )
    status = 403


class WrongPassword(RuleError):
    code = "wrong_password"
    sentence = N_("This is not your present password.")
    status = 400
    field = "present_password"


class LinkDead(RuleError):
    code = "link_dead"
    sentence = N_(
        "This link has been used or has expired. A link works once, for 20 minutes. Please ask for a new one."
    )
    status = 410


class NeedsConsent(RuleError):
    code = "needs_consent"
    sentence = N_("Without this consent there can be no account.")
    status = 400


class TermsNeeded(NeedsConsent):
    field = "agree_terms"


class PrivacyNeeded(NeedsConsent):
    field = "agree_privacy"


class ClaimNeedsConsent(RuleError):
    code = "claim_needs_consent"
    sentence = N_("We keep this only with your consent. Consent, or leave it empty.")
    status = 400


class ResidenceNeedsConsent(ClaimNeedsConsent):
    field = "agree_residence"


class BandNeedsConsent(ClaimNeedsConsent):
    field = "agree_birth_band"


class GuardianFirst(RuleError):
    code = "guardian_first"
    sentence = N_(
        "Under 14, we ask for nothing more than name and e-mail address before a parent or guardian has consented."
    )
    status = 400
    field = "under_14"


class RoleHeld(RuleError):
    code = "role_held"
    sentence = N_("This person holds this role there already.")


class ScopeUnknown(RuleError):
    code = "scope_unknown"
    sentence = N_("There is no such department, place or body.")
    status = 400
    field = "scope"


class TermBackwards(RuleError):
    code = "term_backwards"
    sentence = N_("The term must end after it begins.")
    status = 400
    field = "until_at"


class LastAdministrator(RuleError):
    code = "last_administrator"
    sentence = N_("This is the last administrator. Name another one first.")


class AddressTaken(RuleError):
    code = "address_taken"
    sentence = N_("There is an account with this e-mail address already.")
    field = "email"
