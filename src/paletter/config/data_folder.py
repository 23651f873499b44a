"""The data folder: whoever of us comes first makes it, with the rights that all of us need."""

import os
from pathlib import Path


def make(folder: Path) -> None:
    """Make a folder and its missing parents. Raises OSError.

    Nobody else may list those that we make; under root they may be passed, which the database's own user needs.
    Folders that are there already stay as they are.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(exist_ok=True)
        place.chmod(0o711 if os.geteuid() == 0 else 0o700)


def unusable(folder: Path, error: OSError) -> str:
    """Return the sentence for an operator whose data folder can't be used."""
    return (
        f"The data folder {folder} can't be used: {error.strerror or error} ({error.filename or folder}). "
        "Make it writable for this user, or set PALETTER_DATA_DIR to another folder."
    )
