"""``python -m orgreports``: the command."""

import sys

from orgreports.cli import main

if __name__ == "__main__":
    sys.exit(main())
