"""What is different where the program runs as a bundle: nothing can be installed into it."""

from __future__ import annotations

import sys

BUNDLE_HINT = "The bundle does not have it, and nothing can be added: install the app with pip instead (README)."


def is_bundle() -> bool:
    """Whether this is the bundled program, without a Python of the user's."""
    return bool(getattr(sys, "frozen", False))


def install_hint(hint: str) -> str:
    """`hint`, which says what to install; in a bundle, what to do there."""
    return BUNDLE_HINT if is_bundle() else hint
