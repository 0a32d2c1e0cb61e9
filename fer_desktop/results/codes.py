"""What people said of moments of a session: the moments that they are asked about, and their answers from files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import CodesUnreadable
from fer_desktop.session.edits import within
from fer_desktop.session.library import Session

OTHER, UNKNOWN = "other", "cannot tell"
CODES = (*EXPRESSIONS, OTHER, UNKNOWN)
HEADER = ("start_s", "end_s", "face", "code")
LOOP_S = 1.5  # of one moment
_APART_S = 1.0  # between the middles of two moments of one face, at least
_SURE = (0.5, 0.8)  # limits between three kinds of answer
_HINT = "It has the columns start_s, end_s, face, code; or is a tab-delimited export of ELAN."


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A short stretch of one face, in seconds."""

    start_s: float
    end_s: float
    face: int


def sampled_moments(session: Session, n: int, seed: int) -> list[Moment]:
    """Moments to be coded, in random order: as many of each face, answer and certainty of the answer as there are.

    The strata take turns, so that rare answers and unsure ones are looked at as well as the others. The same session,
    number and seed give the same moments.
    """
    rng, table = np.random.default_rng(seed), session.table
    strata: dict[tuple[int, str, int], list[Moment]] = {}
    for face in session.face_ids:
        mine = table.of(face)
        mine = mine.where(~within(mine["time_s"], session.edits.excluded))
        last_s = -np.inf
        for time_s, top, value in zip(mine["time_s"], mine["expression"], mine["probability"], strict=True):
            if time_s - last_s >= _APART_S:
                last_s = float(time_s)
                start_s = round(max(last_s - LOOP_S / 2, 0.0), 3)
                stratum = face, str(top), int(np.digitize(value, _SURE))
                strata.setdefault(stratum, []).append(Moment(start_s, round(last_s + LOOP_S / 2, 3), face))
    piles = [[pile[i] for i in rng.permutation(len(pile))] for _, pile in sorted(strata.items())]
    taken: list[Moment] = []
    while piles and len(taken) < n:
        for i in rng.permutation(len(piles)):
            taken.append(piles[i].pop())
        piles = [pile for pile in piles if pile]
    return [taken[i] for i in rng.permutation(min(n, len(taken)))]


def moments_csv(moments: list[Moment]) -> bytes:
    """A table for a coder: without any answer of the app, the column `code` still empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((f"{one.start_s:.3f}", f"{one.end_s:.3f}", one.face, "") for one in moments)
    return text.getvalue().encode()


def read_codes(path: Path, faces: tuple[int, ...]) -> dict[Moment, str]:
    """What one coder said; moments without a code are left out.

    Args:
        path: A CSV with the columns of `moments_csv`, or a tab-delimited export of ELAN: tier, begin and end in
            milliseconds, value; the number of the face stands at the end of the name of the tier.
        faces: Of the session; a tier without a number is about the only one.

    Raises:
        CodesUnreadable: it is neither, or a code is not known.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        is_elan = bool(lines) and "\t" in lines[0]
        rows = _elan_rows(lines, faces) if is_elan else _csv_rows(lines)
        codes = {moment: code for moment, code in rows if code}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CodesUnreadable("{path} holds no codes ({reason}).", _HINT, path=path, reason=error) from error
    strange = sorted(set(codes.values()) - set(CODES))
    if strange:
        raise CodesUnreadable(
            "{path} has a code that is not known: {code}.", "Use {known}.", path=path, code=strange[0], known=CODES
        )
    if not codes:
        raise CodesUnreadable("{path} holds no codes.", _HINT, path=path)
    return codes


def _csv_rows(lines: list[str]) -> Iterator[tuple[Moment, str]]:
    for row in csv.DictReader(lines):
        moment = Moment(float(row["start_s"]), float(row["end_s"]), int(row["face"]))
        yield moment, (row["code"] or "").strip().lower()


def _elan_rows(lines: list[str], faces: tuple[int, ...]) -> Iterator[tuple[Moment, str]]:
    for row in csv.reader(lines, delimiter="\t"):
        if len(row) < 4 or row[0] == "markers":
            continue
        found = re.search(r"(\d+)\)?$", row[0].strip())
        if found is None and len(faces) != 1:
            raise ValueError(f"no face is named by the tier {row[0]!r}")
        face = int(found.group(1)) if found is not None else faces[0]
        yield Moment(float(row[1]) / 1000, float(row[2]) / 1000, face), row[3].strip().lower()
