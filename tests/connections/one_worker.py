"""A worker in a process of its own: asks Lever for its postings once and says what came of it.

`python -m tests.connections.one_worker CONNECTION [killed]`. Killed: as soon as Lever has answered a renewal, and
before anything of the answer is kept.
"""

import os
import signal
import sys

import django
import httpx


class Killing(httpx.HTTPTransport):
    """The network of a process that ends with Lever's answer to a renewal."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.url.path == "/oauth/token":
            response.read()
            os.kill(os.getpid(), signal.SIGKILL)
        return response


def main(connection_id: int, *, is_killed: bool) -> None:
    django.setup()
    from django.conf import settings

    from paletter import plugins
    from paletter.ats.lever.provider import LeverProvider
    from paletter.ats.protocol import AtsError
    from paletter.connections.keeper import ConnectionKeeper

    transport = Killing() if is_killed else None
    ats = LeverProvider(plugins.lever_settings(settings.OPTIONS), transport=transport).open(
        ConnectionKeeper(connection_id)
    )
    try:
        said = ", ".join(posting.title for posting in ats.postings())
    except AtsError as error:
        said = f"{type(error).__name__}: {error}"
    sys.stdout.write(said)


if __name__ == "__main__":
    main(int(sys.argv[1]), is_killed="killed" in sys.argv)
