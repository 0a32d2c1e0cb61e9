"""What somebody should know of a study before its figures are used."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fer_desktop.errors import FerError
from fer_desktop.results.phrases import Phrase
from fer_desktop.session.info import SessionInfo
from fer_desktop.session.library import read_info
from fer_desktop.session.store import PlainStore, is_sealed
from fer_desktop.session.table import Table
from fer_desktop.studies.study import Study


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing.

    Attributes:
        where: Participant, visit, condition and session, as far as it concerns them.
        what: One sentence, or part of one.
        is_missing: Figures are missing for it.
    """

    where: str
    what: str
    is_missing: bool = False


def findings(study: Study, table: Table) -> list[Finding]:
    """What is missing in a table of a study, what is odd, and what may be counted twice; each once."""
    found: dict[Finding, None] = {}
    for row in range(len(table)):
        where = _where(table, row)
        if missing := table["missing"][row]:
            found[Finding(where, missing, is_missing=True)] = None
        if notes := table["notes"][row]:
            found[Finding(_where(table, row, ("participant", "session")), notes)] = None
    return [*found, *_unchosen(study, table), *_copies(study), *_models(study), *_namesakes(study)]


def _where(table: Table, row: int, names: tuple[str, ...] = ("participant", "visit", "condition", "session")) -> str:
    return ", ".join(table[name][row] for name in names if table[name][row])


def _unchosen(study: Study, table: Table) -> list[Finding]:
    """Sessions with several faces, of which nobody said which is the participant."""
    found = []
    for placed in study.facts.sessions:
        faces = table["face"][(table["session"] == placed.folder) & (table["participant"] == placed.participant)]
        n_faces = len(np.unique(faces[~np.isnan(faces)]))
        if placed.face is None and n_faces > 1:
            what = Phrase("{n} faces, and none is said to be the participant: left out of comparisons", n=n_faces)
            found.append(Finding(f"{placed.participant}, {placed.folder}", what))
    return found


def origins(study: Study) -> Counter[str]:
    """Which model and version made how many sessions, a folder counted once; encrypted ones are not opened for it."""
    found: Counter[str] = Counter()
    for info in _infos(study).values():
        model = "an encrypted session, not looked at" if info is None else f"model {info.model.model_id or '?'}"
        made = "" if info is None else f", SHA-256 {info.model.sha256 or '?'}, FER Desktop {info.app_version or '?'}"
        found[model + made] += 1
    return found


def _models(study: Study) -> list[Finding]:
    models = {(info.model.model_id, info.model.sha256) for info in _infos(study).values() if info is not None}
    if len(models) < 2:
        return []
    names = ", ".join(sorted(name or "?" for name, _ in models))
    return [Finding(Phrase("sessions"), _models_differ(len(models), names))]


def _models_differ(n: int, names: str) -> Phrase:
    return Phrase("were made with {n} models ({names}), whose figures are not comparable", n=n, names=names)


def _copies(study: Study) -> list[Finding]:
    """Folders that hold the same session: the same seconds would count twice. Of encrypted ones nobody knows."""
    names = {study.folder_of(placed).resolve(): placed.folder for placed in study.facts.sessions}
    same: defaultdict[str, list[str]] = defaultdict(list)
    for folder, info in _infos(study).items():
        if info is not None:
            same[info.session_id].append(names[folder])
    return [
        Finding(", ".join(folders), Phrase("are the same session, which counts several times"))
        for folders in same.values()
        if len(folders) > 1
    ]


def _infos(study: Study) -> dict[Path, SessionInfo | None]:
    """What session.json of each folder says; None of an encrypted one. What cannot be read is missing in the table."""
    found: dict[Path, SessionInfo | None] = {}
    for placed in study.facts.sessions:
        folder = study.folder_of(placed).resolve()
        with suppress(FerError, OSError):
            found[folder] = None if is_sealed(folder) else read_info(PlainStore(folder))
    return found


def _namesakes(study: Study) -> list[Finding]:
    folders: defaultdict[str, dict[Path, str]] = defaultdict(dict)
    for placed in study.facts.sessions:
        folder = study.folder_of(placed).resolve()
        folders[folder.name][folder] = placed.folder
    return [
        Finding(", ".join(names.values()), Phrase("are called the same; make sure that each is where it belongs"))
        for names in folders.values()
        if len(names) > 1
    ]
