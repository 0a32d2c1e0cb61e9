"""`fer-desktop` for a test: what a dead process left is taken over after a second.

Its worker processes import this module, too, and so are as impatient.
"""

from __future__ import annotations

import sys

from fer_desktop.cli.main import main
from fer_desktop.offline import resume

resume._QUIET_S, resume._POLL_S = 1.0, 0.1

if __name__ == "__main__":
    sys.exit(main())
