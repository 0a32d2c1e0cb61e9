"""Where the bundled program begins."""

import multiprocessing
import sys

from fer_desktop.cli.main import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # `analyze --workers` starts the program again for each process
    sys.exit(main())
