"""What may stand in session.json: checked once when it is read, so that nobody else need doubt it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

_Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and math.isfinite(value)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_face(value: Any) -> bool:
    return isinstance(value, dict) and _fits(value, _FACE, needed=("face_id",))


def _are_faces(value: Any) -> bool:
    return isinstance(value, list) and all(_is_face(face) for face in value)


def _are_counts(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_count(count) for count in value.values())


def _is_source(value: Any) -> bool:
    return isinstance(value, dict) and _fits(value, _SOURCE, needed=("name",))


def _is_model(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_text(fact) for fact in value.values())


_FACE: dict[str, _Check] = {"face_id": _is_count, "samples": _is_count, "name": _is_text}
_SOURCE: dict[str, _Check] = {
    "name": _is_text,
    "width_px": _is_count,
    "height_px": _is_count,
    "nominal_fps": _is_number,
    "duration_s": _is_number,
    "is_live": _is_flag,
}
_INFO: dict[str, _Check] = {
    "schema_version": _is_count,
    "session_id": _is_text,
    "app_version": _is_text,
    "started_at_utc": _is_text,
    "model": _is_model,
    "source": _is_source,
    "settings": _is_object,
    "frames_captured": _is_count,
    "frames_analysed": _is_count,
    "frames_skipped": _is_count,
    "frames_refused": _is_count,
    "samples": _is_count,
    "faces": _are_faces,
    "top_expressions": _are_counts,
    "duration_s": _is_number,
    "end_reason": _is_text,
    "has_video": _is_flag,
    "complete": _is_flag,
}
_NEEDED = tuple(name for name in _INFO if name != "top_expressions")  # the first version did not have it


def checked_info(values: Any) -> dict[str, Any]:
    """The values, of which each is of the kind that it should be.

    Raises:
        ValueError: one is missing, or of another kind.
    """
    if not isinstance(values, dict):
        raise ValueError("it holds no object")
    for name in _NEEDED:
        if name not in values:
            raise ValueError(f"{name} is missing")
    for name, check in _INFO.items():
        if name in values and not check(values[name]):
            raise ValueError(f"{name} makes no sense")
    return values


def is_blurred(info: dict[str, Any]) -> bool:
    """Whether the video of a session was stored with every head blurred."""
    return bool(info["has_video"]) and info["settings"].get("video") == "blurred"


def n_captured(settings: dict[str, Any], first: int, last: int, n_analysed: int) -> int:
    """Frames that came from the first to the last analysed one, by their numbers.

    Args:
        settings: Of the session; what `analyze` left out to thin a video counts as never captured.
        first, last: Numbers of the first and the last analysed frame.
        n_analysed: How many were analysed.
    """
    cut = settings.get("cut")
    is_thinned = isinstance(cut, dict) and bool(cut.get("fps"))
    return n_analysed if is_thinned or not n_analysed else max(last - first + 1, n_analysed)


def _fits(values: dict[str, Any], checks: dict[str, _Check], needed: tuple[str, ...]) -> bool:
    return all(name in values for name in needed) and all(
        check(values[name]) for name, check in checks.items() if name in values
    )
