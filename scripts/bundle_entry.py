"""Where the bundled program begins."""

import sys

from fer_desktop.cli import main

sys.exit(main())
