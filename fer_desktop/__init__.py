"""FER Desktop: real-time facial expressions, recorded honestly.

`import fer_desktop as fer` offers what `__all__` names (docs/python.md); each part is loaded when it is used.
"""

import os
from importlib import import_module

__version__ = "0.1.0"

# Nothing leaves this computer. From the moment it is imported, ONNX Runtime looks up a host for its telemetry and
# keeps a device id in the user's cache. This package is imported before it in every process: window, workers,
# cluster, measurements, training and bundle.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_PLACES = {  # __init__.pyi says the same to type checkers; a test holds them together
    "Columns": "api.tables",
    "Explained": "api.explaining",
    "Face": "api.faces",
    "FerError": "errors",
    "Moment": "api.streaming",
    "Session": "api.sessions",
    "Stream": "api.streaming",
    "analyze": "api.analysis",
    "explain": "api.explaining",
    "open_session": "api.sessions",
    "read_faces": "api.faces",
    "stream": "api.streaming",
}
__all__ = list(_PLACES)


def __getattr__(name: str) -> object:
    """Load a part of the interface when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
