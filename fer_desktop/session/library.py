"""Sessions on disk: list and read. Nothing here changes what was recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import Baseline, Calibration
from fer_desktop.errors import SessionDamaged, SessionTooNew, SessionUnreadable, SessionUnwritable
from fer_desktop.facts import json_bytes
from fer_desktop.session import schema
from fer_desktop.session.calibrating import with_baselines
from fer_desktop.session.clear_facts import clear_problem
from fer_desktop.session.codings import lost_codings
from fer_desktop.session.edits import Edits, SessionMarker, edits_json, load_edits, lost_edits
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.info import SessionInfo, info_of, is_too_new
from fer_desktop.session.integrity import recounted, sound_problem, unreadable
from fer_desktop.session.lost_info import is_headless, lost_info, remaining_info
from fer_desktop.session.ownership import is_empty, is_unfinished
from fer_desktop.session.store import Store, open_store, read_file
from fer_desktop.session.table import Table, no_rows, read_details, read_voice
from fer_desktop.session.tables import read_beside, read_marked, read_timeline
from fer_desktop.session.vault import VAULT_FILE
from fer_desktop.session.words_file import load_words

_UNREAD = (schema.VIDEO_FILE, schema.FRAMES_FILE, schema.SOUND_FILE)  # until somebody wants them
_HINT = "Choose a session folder, one that holds session.json and timeline.csv."
_RESTORE_HINT = "Restore it from a copy; or delete it, and repair the session: what its tables tell is kept."
_WRITE_HINT = "Check that the folder exists and that you may write there."


@dataclass(frozen=True, eq=False)  # no slots: the table is worked out once
class Session:
    """A session as read from disk, with the user's edits.

    Attributes:
        store: Its files.
        info: What session.json says.
        recorded: The timeline as it was recorded.
        recorded_markers: The markers as they were recorded.
        edits: What the user changed since.
        problems: What is wrong with it although it can be read.
        voice: What is known of each quarter of a second of its sound; None where nobody listened.
        utterances: The same of each utterance.
        said: What words.csv holds; see `words`.
        details: What was measured of faces beside their expression; None where nothing was.
    """

    store: Store
    info: SessionInfo
    recorded: Table
    recorded_markers: tuple[SessionMarker, ...]
    edits: Edits
    problems: tuple[SessionUnreadable, ...] = ()
    voice: Table | None = None
    utterances: Table | None = None
    said: Table | None = None
    details: Table | None = None

    @property
    def folder(self) -> Path:
        """Its folder; that of a session is its identity on this computer."""
        return self.store.folder

    @cached_property
    def table(self) -> Table:
        """The timeline with merged faces, read against the baselines that were given since."""
        table = self.edits.applied(self.recorded) if self.edits.merged else self.recorded
        baselines, calibration = {one.face_id: one.value for one in self.edits.baselines}, self.calibration
        return with_baselines(table, baselines, calibration) if baselines and calibration is not None else table

    @property
    def words(self) -> Table | None:
        """What is said, a row for each line; None without a transcript."""
        return self.said if self.edits.transcript is not None else None

    @property
    def calibration(self) -> Calibration | None:
        """How its scores can be read against baselines; None where nobody knows."""
        known = self.edits.calibration or self.info.model.calibration
        return None if known is None else known.value

    @property
    def baselines(self) -> dict[int, Baseline]:
        """What the calibrated columns of each face are read against."""
        return {facts.face_id: facts.value for facts in (*self.info.baselines, *self.edits.baselines)}

    @property
    def markers(self) -> tuple[SessionMarker, ...]:
        """The markers, in order of time."""
        markers = self.recorded_markers if self.edits.markers is None else self.edits.markers
        return tuple(sorted(markers, key=lambda marker: marker.time_s))

    @property
    def face_ids(self) -> tuple[int, ...]:
        """Every face, in the order of their numbers."""
        return self.table.face_ids

    @property
    def names(self) -> dict[int, str]:
        """What faces are called, for those that have a name."""
        given = {face.face_id: face.name for face in self.info.faces}
        names = {**given, **self.edits.names}
        return {face: name for face, name in names.items() if name}

    def name_of(self, face_id: int) -> str:
        """Name of a face, or its number; both, where other faces have the same name."""
        return self._labels.get(face_id, self.names.get(face_id, str(face_id)))

    @cached_property
    def _labels(self) -> dict[int, str]:
        return disambiguated({face: self.names.get(face, str(face)) for face in self.face_ids})

    def series(self, face_id: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times (N,) of all analysed frames and probabilities (N, 8) of one face, NaN where it is absent."""
        table = self.table
        times, place = np.unique(table["time_s"], return_inverse=True)
        values = np.full((len(times), 8), np.nan)
        mine = table["face_id"] == face_id
        values[place[mine]] = table.probabilities()[mine]
        return times, values


def disambiguated(names: Mapping[int, str]) -> dict[int, str]:
    """The names of faces; those that several have get the number of the face."""
    labels = dict(names)
    while len(set(labels.values())) < len(labels):  # again, where a name with a number is a name of another face
        uses = Counter(labels.values())
        labels = {face: f"{label} ({face})" if uses[label] > 1 else label for face, label in labels.items()}
    return labels


def list_sessions(root: Path) -> list[Path]:
    """Finished and unfinished session folders in `root`, oldest first."""
    if not root.is_dir():
        return []
    names = (schema.SESSION_FILE, VAULT_FILE)
    described = {path.parent for name in names for path in root.glob(f"*/{name}")}
    begun = {path for path in root.glob(f"*{schema.PARTIAL_SUFFIX}") if is_unfinished(path)}
    others = {path.parent for path in root.glob(f"*/{schema.TIMELINE_FILE}")} - described
    return sorted(described | begun | set(filter(is_headless, others)))


def load_session(folder: Path, passphrase: str = "") -> Session:
    """Read a session, also an unfinished one; a last row that a crash cut short is left out.

    Of a damaged table the good part is read: `problems` says what is wrong.

    Raises:
        SessionUnreadable: it is not a session, or nothing of it can be read.
        SessionTooNew: a newer version of the app wrote it.
        SessionLocked: it is encrypted, and this is not its passphrase.
    """
    check_begun(folder)
    store = open_store(folder, passphrase)
    info = read_info(store)
    edits = load_edits(store)
    timeline, *found = read_timeline(store, info)
    markers, problem = read_marked(store, info)
    found.append(problem)
    voice, problem = read_beside(store, schema.VOICE_FILE, info, read_voice)
    found.append(problem)
    utterances, problem = read_beside(store, schema.UTTERANCES_FILE, info, read_voice)
    found.append(problem)
    details, problem = read_beside(store, schema.DETAILS_FILE, info, read_details)
    found.append(problem)
    words, problem = load_words(store, edits)
    found.append(problem)
    if timeline is None and not any((markers, *(table for table in (voice, utterances, details, words) if table))):
        (lost, *_) = found
        assert lost is not None
        raise SessionUnreadable(lost.template, _HINT, **lost.values)
    found += [lost_info(store), lost_edits(store), *lost_codings(store), *(_damage(store, name) for name in _UNREAD)]
    found.append(sound_problem(store.path(schema.SOUND_FILE), store.has(schema.SOUND_FILE), info))
    if info.complete and store.is_finished:
        found.append(clear_problem(folder, info))
    problems = tuple(problem for problem in (*found, store.problem) if problem is not None)
    table = no_rows() if timeline is None else timeline
    if not (info.complete and store.is_finished):
        # what a lost timeline held is not known: what session.json said last stays
        if timeline is not None:
            info = recounted(info, table, voice, utterances, has_sound=store.has(schema.SOUND_FILE))
        info = replace(info, complete=False)
    recorded = tuple(SessionMarker(marker.time_s, marker.label) for marker in markers)
    return Session(store, info, table, recorded, edits, problems, voice, utterances, words, details)


def _damage(store: Store, name: str) -> SessionDamaged | None:
    """What is wrong with a file that is not read yet, as far as opening it tells."""
    if not store.has(name):
        return None
    try:
        store.open(name).close()
    except (SessionDamaged, OSError) as error:
        return unreadable(store.path(name), error)
    return None


def read_info(store: Store) -> SessionInfo:
    """Read session.json; where it holds nothing or is gone, what is left of it: see `lost_info`.

    Raises:
        SessionUnreadable: it is damaged, or there is no session.
        SessionTooNew: a newer version of the app wrote it.
    """
    path = store.path(schema.SESSION_FILE)
    try:
        if lost_info(store) is not None:
            return remaining_info(store)
        data = read_file(store, schema.SESSION_FILE)
        if is_too_new(data):
            raise SessionTooNew(
                "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=store.folder
            )
        return info_of(data)
    except OSError as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error
    except ValueError as error:
        raise SessionUnreadable("{path} cannot be read ({reason}).", _RESTORE_HINT, path=path, reason=error) from error


def save_edits(store: Store, edits: Edits) -> None:
    """Keep the user's changes beside the recording, whole or not at all.

    Raises:
        SessionUnwritable: the folder cannot be written.
    """
    try:
        store.write(schema.EDITS_FILE, json_bytes(edits_json(edits)))
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be written ({reason}).", _WRITE_HINT, path=store.folder, reason=error.strerror or error
        ) from error


def check_begun(folder: Path) -> None:
    """Refuse a folder in which nothing was recorded.

    Raises:
        SessionUnreadable: it is one.
    """
    if is_empty(folder):
        raise SessionUnreadable("Nothing was recorded in {path}.", "Delete it.", path=folder)


def check_not_held(folder: Path) -> None:
    """Refuse a session that is being recorded.

    Raises:
        SessionUnwritable: it is.
    """
    if is_being_recorded(folder):
        raise SessionUnwritable("{path} is still being recorded.", "Stop the recording, then try again.", path=folder)
