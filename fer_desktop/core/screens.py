"""Tells of each face whether it looks at the screen, with the map that was measured for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fer_desktop.core.screen_gaze import ScreenMap
from fer_desktop.core.types import Analysis, TrackedFace

Screens = Mapping[int, ScreenMap]


def with_screens(analysis: Analysis, screens: Screens) -> Analysis:
    """The analysis with what is known of each face's screen."""
    if not screens:
        return analysis
    return replace(analysis, faces=tuple(_with_screen(face, screens.get(face.track_id)) for face in analysis.faces))


def _with_screen(face: TrackedFace, screen: ScreenMap | None) -> TrackedFace:
    if screen is None or face.details is None:
        return face
    looks = screen.looks_at_screen(face.details.gaze)
    return replace(face, details=replace(face.details, looks_at_screen=looks), screen=screen)
