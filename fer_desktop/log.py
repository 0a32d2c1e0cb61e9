"""Logging: a rotating file for everything, the console for warnings; nothing of faces or images."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from fer_desktop.errors import FerError

_FORMAT = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_BYTES, _FILES = 1_000_000, 3


def set_up_logging(folder: Path | None, console_level: int = logging.WARNING) -> None:
    """Send our log to the console and, if `folder` can be written, to a file there."""
    spare_warnings()
    root = logging.getLogger("fer_desktop")
    root.setLevel(logging.INFO)
    root.propagate = False
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    console = logging.StreamHandler()
    console.setLevel(console_level)
    console.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    root.addHandler(console)
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(folder / "fer-desktop.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError as error:
        root.warning("no log file can be written in %s: %s", folder, error.strerror)
        return
    file.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(file)


def spare_warnings() -> None:
    """Keep warnings of libraries, which name lines of their code, out of the user's terminal."""
    logging.captureWarnings(True)


def log_failure(log: logging.Logger, stage: str, error: BaseException) -> None:
    """Log what ended a run. An error whose words say all reaches the user by itself: the console would say it again."""
    is_known = isinstance(error, FerError)
    log.log(logging.INFO if is_known else logging.ERROR, "%s: %s", stage, error, exc_info=None if is_known else error)


def log_uncaught() -> None:
    """Log exceptions that nobody caught, in every thread."""
    log = logging.getLogger("fer_desktop")

    def main_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("unexpected error", exc_info=(kind, error, trace))

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            log.critical("unexpected error", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    sys.excepthook = main_hook
    threading.excepthook = thread_hook
