"""MediaPipe's package, which is run when somebody asks for what it holds, and not before.

`import mediapipe` brings all of its ready-made solutions, Matplotlib's pyplot and a library for sound with it: half a
second, 40 MB, and on a new machine a search through all fonts, before the first face is found. None of that is used
here: faces need some of its modules alone.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from typing import Any

_NAME = "mediapipe"


def prepare_mediapipe() -> None:
    """Put the package in its place without running it, so that its modules can be imported one by one.

    It runs as soon as anything else of it is asked for (`mediapipe.solutions`): another program in this process misses
    nothing. Where one has imported it already, nothing changes.

    Raises:
        ModuleNotFoundError: MediaPipe is not installed.
    """
    if _NAME in sys.modules:
        return
    spec = find_spec(_NAME)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {_NAME!r}", name=_NAME)
    package, loader = module_from_spec(spec), spec.loader

    def run_and_get(name: str) -> Any:
        if name.startswith("__") and name != "__version__":  # asked for by Python itself
            raise AttributeError(f"module {_NAME!r} has no attribute {name!r}")
        del package.__getattr__
        loader.exec_module(package)
        return getattr(package, name)

    package.__getattr__ = run_and_get  # type: ignore[method-assign]  # (PEP 562)
    sys.modules.setdefault(_NAME, package)  # another thread may have been quicker
