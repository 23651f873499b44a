"""Paletter's programs as an operator starts them, on the database of the test and in its data folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from tests.journeys.house import a_process


def environment(**more: str) -> dict[str, str]:
    """Return what a program needs to find the test's database, files and Lever."""
    server = urlsplit(os.environ["DATABASE_URL"])
    options = settings.OPTIONS
    return os.environ | {
        "DATABASE_URL": urlunsplit(server._replace(path=f"/{settings.DATABASES['default']['NAME']}")),
        "PALETTER_TESTING": "1",
        "PALETTER_LEVER_CLIENT_ID": options.lever_client_id,
        "PALETTER_LEVER_CLIENT_SECRET": options.lever_client_secret.get_secret_value(),
        "PALETTER_LEVER_API_URL": options.lever_api_url,
        "PALETTER_LEVER_AUTHORIZE_URL": options.lever_authorize_url,
        "PALETTER_LEVER_TOKEN_URL": options.lever_token_url,
        "PALETTER_LEVER_AUDIENCE": options.lever_audience,
        "PALETTER_LEVER_APP_URL": options.lever_app_url,
        **more,
    }


@contextmanager
def paletter(*arguments: str, log: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command of Paletter beside the test; shows what it said when the test fails."""
    command = (sys.executable, "-m", "paletter", *arguments)
    try:
        with a_process(*command, environment=environment(**more), log=log) as process:
            yield process
    except BaseException:
        print(f"--- {log.name}\n{log.read_text()[-4000:]}")  # noqa: T201
        raise
