"""`python -m fer_desktop`."""

import sys

from fer_desktop.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
