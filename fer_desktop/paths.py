"""Where things live: in the source tree, in an installed wheel, or in a bundle; and the user's folders."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_APP = "fer-desktop"


def _resource(name: str) -> Path:
    """A folder that stands beside the package in the source tree and inside it once installed."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def weights_dir() -> Path:
    """Folder with the model and its manifest."""
    return _resource("weights")


def voice_weights_dir() -> Path:
    """Folder with the model of the voice and its manifest."""
    return weights_dir() / "voice"


def words_weights_dir() -> Path:
    """Folder with the model that reads words and its manifest."""
    return weights_dir() / "words"


def assets_dir() -> Path:
    """Folder with icons and styles."""
    return _resource("assets")


def docs_dir() -> Path:
    """Folder with the user guide and the pages that it names."""
    return _resource("docs")


def user_data_dir() -> Path:
    """The user's folder for this app; FER_DESKTOP_HOME replaces it."""
    home = os.environ.get("FER_DESKTOP_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir(_APP, appauthor=False))


def sessions_dir() -> Path:
    """Where sessions go unless the user chose another folder."""
    home = os.environ.get("FER_DESKTOP_HOME")
    return Path(home) / "sessions" if home else Path(platformdirs.user_documents_dir()) / "FER Desktop"


def settings_file() -> Path:
    """Where the user's settings are kept, as JSON."""
    return user_data_dir() / "settings.json"


def kept_faces_file() -> Path:
    """Neutral faces that are kept with a name."""
    return user_data_dir() / "neutral_faces.json"


def adapted_dir() -> Path:
    """Weights that were adapted to some people."""
    return user_data_dir() / "adapted"


def window_file() -> Path:
    """Size and place of the window, as Qt keeps them."""
    return user_data_dir() / "window.ini"


def log_dir() -> Path:
    """Where the logs are: three files of a megabyte at most, the oldest of which goes."""
    return user_data_dir() / "logs"
