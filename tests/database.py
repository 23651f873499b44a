"""One throw-away PostgreSQL for the run (or DATABASE_URL), and a data folder of its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from paletter.config import embedded


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Start the database before Django reads its settings; workers of xdist find it in the environment."""
    if "PALETTER_DATA_DIR" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="paletter-test-"))
        folder.chmod(0o755)
        os.environ["PALETTER_DATA_DIR"] = str(folder / "data")
        (folder / "data" / "static").mkdir(parents=True)
        os.environ.setdefault("PALETTER_TESTING", "1")
        if "DATABASE_URL" not in os.environ:
            os.environ["DATABASE_URL"] = embedded.start(folder / "pg", durable=False)
        atexit.register(_remove, folder)


def _remove(folder: Path) -> None:
    embedded.destroy(folder / "pg")
    shutil.rmtree(folder, ignore_errors=True)
