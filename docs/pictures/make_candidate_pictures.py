"""Takes a picture of every page that candidates meet, and of every state of the recorder, to be looked at.

    .venv/bin/python docs/pictures/make_candidate_pictures.py FOLDER [pytest's options, such as -k recorder]

Each in English and German, at 360 x 740 and 1440 x 900 pixels, light and dark: FOLDER/NAME.LANGUAGE.SIZE.SCHEME.png.
The states are in candidate_states.py; they are reached on a throw-away PostgreSQL and in Debian's Chromium.
"""

import sys
from pathlib import Path

import pytest

STATES = Path(__file__).with_name("candidate_states.py")


class Folder:
    """Gives the states the folder for their pictures."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path.resolve()

    @pytest.fixture(scope="session")
    def folder(self) -> Path:
        return self._path


def main() -> None:
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    options = [f"--rootdir={STATES.parents[2]}", "-q", "--timeout=1200", *sys.argv[2:]]
    sys.exit(pytest.main([str(STATES), *options], plugins=[Folder(Path(sys.argv[1]))]))


if __name__ == "__main__":
    main()
