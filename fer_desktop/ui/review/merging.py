"""Faces that are one person: what they are called, and what merging and separating them changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fer_desktop.session.edits import Edits
from fer_desktop.session.library import Session, disambiguated


def face_labels(session: Session) -> dict[int, str]:
    """What each face is called on the page."""
    return {face: session.name_of(face) for face in session.face_ids}


def merged_faces(session: Session) -> dict[int, str]:
    """The faces that are counted under another one, each with the words that say so."""
    recorded = disambiguated({face: session.names.get(face, str(face)) for face in session.recorded.face_ids})
    shown, edits = face_labels(session), session.edits
    ends = {face: edits.target_of(face) for face in sorted(edits.merged) if face in recorded}
    return {face: f"{recorded[face]} → {shown[end]}" for face, end in ends.items() if end in shown}


def frames_together(session: Session, face: int, target: int) -> int:
    """Number of frames in which both faces were seen: one person is not in two places."""
    table = session.table
    mine, others = (table["frame"][table["face_id"] == one] for one in (face, target))
    return len(np.intersect1d(mine, others))


def merged(edits: Edits, session: Session, face: int, target: int) -> Edits:
    """The edits with a face counted under another one, which takes its name if it has none."""
    name, names = session.names.get(face, ""), edits.names
    if name and target not in session.names:
        names = {**names, target: name}
    return replace(edits, names=names, merged={**edits.merged, face: target})


def separated(edits: Edits, face: int) -> Edits:
    """The edits with a merged face on its own again; names stay, for nobody knows which of two were given by hand."""
    return replace(edits, merged={one: other for one, other in edits.merged.items() if one != face})
