"""`fer-desktop sessions calibrate`: read faces against their own neutral one, after they were recorded."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.cli.values import AUTOMATIC
from fer_desktop.core.baseline import Baseline
from fer_desktop.errors import NeutralRefused
from fer_desktop.offline.neutral import reason_of
from fer_desktop.paths import weights_dir
from fer_desktop.results.neutral import (
    automatic_of,
    calibrated_edits,
    measured,
    model_calibration,
    model_rest_check,
    neutral_faces_of,
    uncalibrated_edits,
)
from fer_desktop.session.edits import Span
from fer_desktop.session.library import Session, check_not_held, load_session, save_edits


def calibrate_session(options: argparse.Namespace, passphrase: str) -> int:
    """Change the edits of a session; returns the exit code, 1 where no face could be calibrated.

    Raises:
        SessionError: it cannot be read or written.
        NeutralRefused: it cannot be calibrated, or there is no such face.
    """
    check_not_held(options.folder)
    session = load_session(options.folder, passphrase)
    faces = tuple(options.faces) or session.face_ids
    unknown = sorted(set(faces) - set(session.face_ids))
    if unknown:
        raise NeutralRefused("There is no face {face}.", "sessions show lists them.", face=unknown[0])
    if options.undo:
        save_edits(session.store, uncalibrated_edits(session.edits, faces))
        say("As it was recorded.", file=sys.stderr)
        return OK
    found = _found(session, faces, options)
    if not found:
        return FAILED
    of_model = model_calibration(session, weights_dir())
    save_edits(session.store, calibrated_edits(session, session.edits, found, of_model))
    for face, baseline in found.items():
        say(f"Face {session.name_of(face)}: calibrated; its neutral face reads as {baseline.scores.top}.")
    return OK


def _found(session: Session, faces: tuple[int, ...], options: argparse.Namespace) -> dict[int, Baseline]:
    """The neutral faces that can be used; what is wrong with others is said."""
    if options.neutral_from is not None:
        info = session.info
        other = neutral_faces_of(options.neutral_from, info.model.sha256 or "", info.settings.prior)
        one = next(iter(other.values())) if len(other) == 1 else None
        known = {face: one or other.get(face) for face in faces}
        found = {face: baseline for face, baseline in known.items() if baseline is not None}
        if not found:
            raise NeutralRefused("{path} holds no neutral face.", "Calibrate it first.", path=options.neutral_from)
        return found
    found = {}
    for face in faces:
        if options.neutral == AUTOMATIC:
            automatic = automatic_of(session, face)
            reason = "seen too shortly or never neutral"
        else:
            reference = measured(session, face, Span(*options.neutral), model_rest_check(weights_dir()))
            automatic = reference.used(options.neutral_anyway)
            reason = reason_of(reference)
        if automatic is None:
            say(f"Face {session.name_of(face)} is not calibrated: {reason}.", file=sys.stderr)
        else:
            found[face] = automatic
    return found
