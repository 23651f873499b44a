"""Whether we can listen where the settings say."""

import errno
import os
import socket

from paletter.commands.stopping import WRONG, Stop


def check_port(host: str, port: int, *, setting: str) -> None:
    """Raise Stop, naming the setting, when nobody can listen there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
            # As the server does: connections of a server that has just stopped are no obstacle.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sentence = f"Port {port} on {host} is in use by another program. Stop it, or set {setting} to a free port."
        else:
            # Name resolution has negative numbers of its own.
            reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
            sentence = f"Nobody can listen on {host}, port {port} ({reason}). Change PALETTER_HOST or {setting}."
        raise Stop(sentence, code=WRONG) from error


def local(host: str) -> str:
    """Return how this machine reaches a server that listens on `host`."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
