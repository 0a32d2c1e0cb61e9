"""The neutral face of a session that was recorded before: measured on its table, kept among its edits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from fer_desktop.core.automatic_baseline import baseline_of_rows, usual_look_of_rows
from fer_desktop.core.baseline import Baseline, Calibration
from fer_desktop.core.neutral_stretch import Moment, Reference, reference_of
from fer_desktop.core.rest_check import RestCheck
from fer_desktop.errors import ModelError, NeutralRefused
from fer_desktop.session.baseline_facts import BaselineFacts, CalibrationFacts
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import Session, load_session
from fer_desktop.session.table import RAW, Table
from fer_desktop.settings import Prior
from fer_desktop.vision.manifest import read_manifest

_FIRST_PRIOR: Prior = "balanced"  # of sessions from before one could choose


def measured(session: Session, face_id: int, span: Span, check: RestCheck | None) -> Reference:
    """What the rows of a face in a stretch say of it at rest.

    A table holds no landmarks: a blink and a word are seen where the session has details of faces, a turned head, a
    smile, and that the face shows less at other times, always.

    Args:
        check: Of the weights of this version; None where they have none.
    """
    table = session.table.of(face_id)
    usual = usual_look_of_rows(table["time_s"], table.probabilities(RAW), table["quality"])
    chosen = table.where((table["time_s"] >= span.start_s) & (table["time_s"] <= span.end_s))
    turns = zip(np.deg2rad(chosen["yaw_deg"]), np.deg2rad(chosen["pitch_deg"]), strict=True)
    rows = zip(chosen["time_s"], chosen.probabilities(RAW), chosen["quality"], turns, strict=True)
    moments = [
        Moment(float(t), p, float(quality), float(yaw), float(pitch), lids=lids, mouth=mouth)
        for (t, p, quality, (yaw, pitch)), (lids, mouth) in zip(
            rows, _lids_and_mouth(session, face_id, chosen), strict=True
        )
    ]
    return reference_of(moments, "range", bool(session.info.source.images), usual, check)


def _lids_and_mouth(session: Session, face_id: int, rows: Table) -> list[tuple[float, float]]:
    """Of these rows of a face, as `Moment` has them; not numbers where they were not measured."""
    if session.details is None:
        return [(float("nan"), float("nan"))] * len(rows)
    details = session.details.of(face_id)
    lids = np.fmin(details["AU45_left"], details["AU45_right"])
    of_frame = dict(zip(details["frame"], zip(lids, details["mouth_opening"], strict=True), strict=True))
    nowhere = (float("nan"), float("nan"))
    return [of_frame.get(frame, nowhere) for frame in rows["frame"]]


def calibrated_edits(
    session: Session, edits: Edits, baselines: dict[int, Baseline], of_model: Calibration | None
) -> Edits:
    """The edits with these faces read against these baselines.

    Args:
        of_model: What the weights of this version say, if they are those of the session; for sessions that do not
            say it themselves.

    Raises:
        NeutralRefused: nobody knows how to read this session against baselines.
    """
    calibration = session.calibration or of_model
    if calibration is None:
        raise NeutralRefused(
            "The session was recorded with a model that cannot be calibrated.",
            "Analyse it again with this version: that takes a video.",
        )
    kept = uncalibrated_edits(edits, baselines).baselines
    given = tuple(BaselineFacts.of(face, one) for face, one in baselines.items())
    return replace(edits, baselines=kept + given, calibration=CalibrationFacts.of(calibration))


def uncalibrated_edits(edits: Edits, faces: Collection[int]) -> Edits:
    """The edits with these faces as they were recorded."""
    return replace(edits, baselines=tuple(one for one in edits.baselines if one.face_id not in faces))


def neutral_faces_of(folder: Path, model_sha256: str, prior: str | None) -> dict[int, Baseline]:
    """The neutral faces of another session; they mean something to the model and prior that read them alone.

    Args:
        model_sha256, prior: What is to use them.

    Raises:
        SessionError: it cannot be read.
        NeutralRefused: it has none.
        ModelError: another model read them, or the same one with another prior.
    """
    session = load_session(folder)
    if not session.baselines:
        raise NeutralRefused("{path} holds no neutral face.", "Calibrate it first.", path=folder)
    if session.info.model.sha256 != model_sha256:
        raise ModelError(
            "The neutral faces of {path} were read by another model.", "Analyse it again first.", path=folder
        )
    if (session.info.settings.prior or _FIRST_PRIOR) != (prior or _FIRST_PRIOR):
        raise ModelError(
            "The neutral faces of {path} were read with another prior.", "Analyse it again with this one.", path=folder
        )
    return {face: replace(one, origin="session") for face, one in session.baselines.items()}


def automatic_of(session: Session, face_id: int) -> Baseline | None:
    """What a face looks like most of the time; None where it was seen too shortly, or never neutral."""
    table = session.table.of(face_id)
    return baseline_of_rows(table["time_s"], table.probabilities(RAW), table["quality"])


def model_rest_check(weights: Path) -> RestCheck | None:
    """What tells a face at rest from one that shows something, by the weights in a folder.

    What the answers mean is the same in all versions of the model; the check of a session uses nothing else.
    """
    return read_manifest(weights).rest_check


def model_calibration(session: Session, weights: Path) -> Calibration | None:
    """How the weights in a folder are calibrated, if they are those of the session."""
    manifest = read_manifest(weights)
    prior: Prior = "photographs" if session.info.settings.prior == "photographs" else "balanced"
    is_same = manifest.weights.sha256 == session.info.model.sha256
    return manifest.reading(prior).calibration if is_same else None
