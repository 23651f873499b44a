"""`python -m paletter` is the `paletter` command."""

import sys

from paletter.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
