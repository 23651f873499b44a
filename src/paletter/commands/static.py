"""Brings the pages' fixed files together for serving: styles, scripts, icons."""

import hashlib
import io
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

import paletter

STAMP = ".collected"


def collect() -> bool:
    """Collect them unless they are as they were; return whether there was something to do."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, clear=stamp.exists(), verbosity=0, stdout=io.StringIO())
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    found = hashlib.sha256(f"{paletter.__file__} {settings.STORAGES['staticfiles']['BACKEND']}".encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            facts = path.stat()
            found.update(f"{name} {facts.st_size} {facts.st_mtime_ns}".encode())
    return found.hexdigest()
