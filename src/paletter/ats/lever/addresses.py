"""Which addresses Lever calls: https with a certificate that the world trusts, reachable from outside."""

import ipaddress
from urllib.parse import urlsplit


def why_no_calls(url: str, *, lever: str) -> str:
    """Tell why Lever will not call `url`, or ""; a simulator on this machine calls this machine."""
    parts = urlsplit(url)
    if is_loopback(lever):
        return "" if is_loopback(url) else "A Lever that is played on this machine calls only this machine."
    if parts.scheme != "https":
        return (
            "Lever calls only addresses that begin with https://, and Paletter has none. Whoever runs Paletter can "
            "give it one (PALETTER_BASE_URL)."
        )
    if is_loopback(url):
        return "Lever can't reach Paletter, whose address means this machine itself (PALETTER_BASE_URL)."
    return ""


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
