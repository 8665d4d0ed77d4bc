"""`python -m mandrivna` is the command `mandrivna`."""

import sys

from mandrivna.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
