"""What Lever's "no" means, each time in a sentence that says who can change it.

Lever documents hardly any of its refusals, so they are told apart by what is known otherwise (which rights were
granted, how old the access is) and, where nothing else is known, by the words that came along.
"""

import re
from collections.abc import Collection

from paletter.ats.lever import rights

OPERATOR = (
    "Lever does not know this installation of Paletter. Ask whoever runs it to check "
    "PALETTER_LEVER_CLIENT_ID and PALETTER_LEVER_CLIENT_SECRET, and that both belong to the addresses in use."
)
REVOKED = (
    "Lever no longer accepts Paletter's access: it was revoked in Lever, whoever connected it was deactivated there, "
    "or Lever's answer was lost just when the access was renewed. Connect Lever again with a Super Admin's login."
)
EXPIRED = (
    "Lever ended Paletter's access, because it was not used for more than 90 days. "
    "Connect Lever again with a Super Admin's login."
)
KEY_GONE = (
    "Lever no longer knows the API key that Paletter was given: it was removed in Lever under Settings > Integrations "
    "and API > API Credentials. Ask a Super Admin to make a new one, and connect Lever again with it."
)
KEY_UNKNOWN = (
    "Lever does not know this key. Copy it again, or ask a Super Admin to make a new one under Settings > Integrations "
    "and API > API Credentials."
)
KEY_MISSING = "Paste the key that Lever showed when it was made."
PACKAGE = (
    "The package of this Lever account does not include what Paletter needs; LeverTRM and LeverTRM for Enterprise do. "
    "Your account manager at Lever can change the package. Then connect again."
)
DEACTIVATED = "This login is deactivated in Lever. Log in at Lever as another Super Admin, or ask one to reactivate it."
NO_SUPER_ADMIN = (
    "Lever was not connected: this login is no Super Admin's, and Lever lets only Super Admins connect. "
    "Ask a Super Admin of your Lever account to log in when you press the toggle."
)
NOT_ACCEPTED = (
    "Lever was not connected, because the permissions were not accepted. Nothing else has changed. To connect it, "
    "press the toggle again; a Super Admin of your Lever account presses Accept."
)
OTHER_ENVIRONMENT = (
    "Paletter's access belongs to another Lever environment (sandbox or production). Ask whoever runs "
    "Paletter to check PALETTER_LEVER_SITE and the PALETTER_LEVER_… addresses, then connect again."
)
USED_UP = "Lever's permission was used up or too old. Press the toggle once more."
ONE_HOUR = "Lever gave access for one hour only. Press the toggle and accept the list once more."
LOGIN_BUSY = "Lever's login service is busy. Try again in a few minutes."

_ROLE = re.compile(r"super.?admin|not an? (?:lever )?admin|\brole\b", re.IGNORECASE)
_PACKAGE = re.compile(r"\bpackage|\bsubscription|\bupgrade|\byour plan\b|\bpricing|LeverTRM", re.IGNORECASE)
_LOGIN = re.compile(r"deactivated|\bblocked\b|user is (?:disabled|inactive|suspended)", re.IGNORECASE)
_AGAIN = ("login_required", "consent_required", "interaction_required", "account_selection_required")
_OPERATORS = ("unauthorized_client", "invalid_client", "invalid_request", "invalid_scope", "unsupported_response_type")


def denied(error: str, description: str) -> str:
    """Return why Lever sent a person back without a permission. `error` and `description` come by the browser."""
    if error == "access_denied" and description in ("", "user_did_not_authorize_the_request"):
        return NOT_ACCEPTED
    said = _quotable(description or error)
    if known := _by_words(said):
        return known
    if error in ("server_error", "temporarily_unavailable"):
        return LOGIN_BUSY
    if error in _AGAIN:
        return "Lever was not connected, because nobody logged in there. Press the toggle once more."
    if error in _OPERATORS:
        return f"{OPERATOR} Lever says: “{said}”."
    return f"Lever was not connected; it says: “{said}”. Only a Super Admin of your Lever account can connect it."


def lacking(absent: Collection[str]) -> str:
    """Return what a consent did not bring, and who can add it."""
    return (
        f"Lever did not grant everything that Paletter needs; missing: {', '.join(absent)}. "
        "Ask whoever runs Paletter to have these rights added to its app at Lever."
    )


def key_lacks(absent: Collection[str]) -> str:
    """Return what a key may not do, a sentence for each, and who can let it."""
    sentences = " ".join(f"It does not let Paletter {rights.RIGHTS[right]} ({right})." for right in absent)
    return (
        f"This key is not enough. {sentences} Ask a Super Admin to give the key these rights in Lever under "
        "Settings > Integrations and API > API Credentials, or to make a new one that has them."
    )


def key_opens_nothing() -> str:
    return (
        "Lever knows this key, but lets it do nothing of what Paletter needs. Either it has none of the rights, which "
        "a Super Admin can give it under Settings > Integrations and API > API Credentials, or the package of this "
        "Lever account includes no integrations (LeverTRM and LeverTRM for Enterprise do), which your account manager "
        "at Lever can change."
    )


def account_withholds() -> str:
    """Return what it means that Lever granted every right and then lets none of them be used."""
    return (
        "Lever granted Paletter its rights and does not let it use a single one. Most likely the package of this Lever "
        "account includes no integrations (LeverTRM and LeverTRM for Enterprise do); your account manager at Lever can "
        "tell and change it. Then connect again."
    )


def forbidden(said: str, right: str, *, granted: Collection[str], by_key: bool) -> str:
    """Return what a 403 means. `granted` are the rights that were given, as far as they are known."""
    if "signing key" in said:
        return OTHER_ENVIRONMENT
    if known := _by_words(said):
        return known
    quoted = f" (Lever says: “{_quotable(said)}”)" if said else ""
    reason = rights.RIGHTS.get(right, "do its work")
    if granted and not rights.missing(granted, of=[right]):
        return (
            f"Lever does not let Paletter {reason}, though it once granted the right {right}{quoted}. A Super Admin "
            "can look whether the right, or a setting of the Lever account, has changed; your account manager at "
            "Lever, whether the package has."
        )
    whoever = (
        "Ask a Super Admin to give the key this right under Settings > Integrations and API > API Credentials."
        if by_key
        else "Connect again with a Super Admin's login and accept all rights."
    )
    return f"Lever does not let Paletter {reason}: the right {right} is missing{quoted}. {whoever}"


def grant_lost(said: str, *, is_long_unused: bool) -> str:
    """Return why a renewal of the access was refused for good."""
    if _LOGIN.search(said):
        return (
            "Lever ended Paletter's access, because the login that connected it is deactivated. "
            "Connect Lever again with another Super Admin's login."
        )
    return EXPIRED if is_long_unused else REVOKED


def _by_words(said: str) -> str | None:
    for words, sentence in ((_PACKAGE, PACKAGE), (_LOGIN, DEACTIVATED), (_ROLE, NO_SUPER_ADMIN)):
        if words.search(said):
            return sentence
    return None


def _quotable(said: str) -> str:
    return " ".join(said.replace("_", " ").split())[:200]
