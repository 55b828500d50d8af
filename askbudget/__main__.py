"""``python -m askbudget``: the command line."""

import sys

from askbudget.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
