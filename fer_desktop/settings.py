"""The user's settings: a frozen value, kept as JSON. A damaged file never stops the app."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose.

    Attributes:
        sessions_dir: Where recordings go; "" is the standard folder.
        mirror: Show the video as in a mirror; never changes the data.
        record_video: Store the video with a recording.
    """

    sessions_dir: str = ""
    mirror: bool = True
    record_video: bool = False


def load_settings(path: Path) -> Settings:
    """Read the settings; what is missing or makes no sense takes its default, with a warning."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("settings %s cannot be read, using defaults: %s", path, error)
        return Settings()
    if not isinstance(values, dict):
        _log.warning("settings %s hold no object, using defaults", path)
        return Settings()
    return Settings(**_sound(values))


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """The values that have the type of their setting."""
    kinds = {f.name: type(f.default) for f in fields(Settings)}
    sound = {}
    for name, value in values.items():
        if name == "schema_version":
            continue
        if name not in kinds:
            _log.warning("unknown setting %r ignored", name)
        elif not isinstance(value, kinds[name]):
            _log.warning("setting %r has no sensible value, using the default", name)
        else:
            sound[name] = value
    return sound


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all; a folder that cannot be written costs a warning."""
    temporary = path.with_suffix(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps({"schema_version": SCHEMA_VERSION, **asdict(settings)}, indent=2) + "\n")
        os.replace(temporary, path)
    except OSError as error:
        _log.warning("settings cannot be saved in %s: %s", path, error.strerror)
