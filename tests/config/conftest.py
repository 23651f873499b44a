"""Folders that the database's own user can reach: pytest's are closed to others, as root's are."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from paletter.config import embedded

is_root = os.geteuid() == 0
needs_root = pytest.mark.skipif(not is_root, reason="only root meets this")


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="paletter-db-"))
    folder.chmod(0o755)
    yield folder
    for found in list(folder.rglob("PG_VERSION")):
        if found.parent.name == "data":
            embedded.destroy(found.parent.parent)
    shutil.rmtree(folder, ignore_errors=True)
