"""Writes one session folder. Owned by one thread: the recorder's, or the loop of `analyze`.

While it is written the folder is called `<name>.partial`; a clean close renames it. Once a second
everything is put on the disk, so that a crash or a power failure loses little more than that.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import av

from fer_desktop.core.baseline import Baselines, Calibration
from fer_desktop.core.interfaces import DiskSpace, RecordingCounts
from fer_desktop.core.moment import Moment
from fer_desktop.core.sound import Sound
from fer_desktop.core.types import Analysis, Frame, Marker, ModelInfo, SourceInfo, samples_of
from fer_desktop.core.voice import Heard
from fer_desktop.disk import move
from fer_desktop.errors import SessionError
from fer_desktop.session import schema
from fer_desktop.session.blur import FaceBlur
from fer_desktop.session.calibrating import read_against
from fer_desktop.session.cells import guarded
from fer_desktop.session.details_schema import DETAILS_HEADER, details_row
from fer_desktop.session.files import claim_folder, disk_errors, free_name, locked_or_removed
from fer_desktop.session.info import SessionInfo, VoiceFacts, info_bytes
from fer_desktop.session.room import LEAST_BYTES, Room
from fer_desktop.session.setting_facts import SettingFacts
from fer_desktop.session.sound import SoundWriter
from fer_desktop.session.store import Store, new_store, read_file
from fer_desktop.session.table_writer import TableWriter
from fer_desktop.session.taking_over import take_over
from fer_desktop.session.video import VideoWriter
from fer_desktop.session.voice_writer import VoiceWriter
from fer_desktop.session.waiting_markers import WaitingMarkers
from fer_desktop.session.written_counts import WrittenCounts, begun

_SYNC_S = 1.0


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """What is known when a session begins.

    Attributes:
        name: Of the folder; a number is added when it is taken.
        settings: Whatever else explains the data, such as the number of faces.
        voice: The sound that is listened to, if any.
    """

    name: str
    source: SourceInfo
    model: ModelInfo
    settings: SettingFacts = field(default_factory=SettingFacts)
    voice: VoiceFacts | None = None


@dataclass(frozen=True, slots=True)
class WriterOptions:
    """How a session is written.

    Attributes:
        with_video: The frames are stored, too.
        with_blur: Every head in them is blurred beyond recognition before.
        with_sound: Of a session that has a voice: the sound itself is stored, too.
        reserve_bytes: Recording stops when less is free; at least what closing it takes.
        passphrase: Everything is encrypted with it while it is written; "" writes plain files.
    """

    with_video: bool = False
    with_blur: bool = False
    with_sound: bool = False
    reserve_bytes: int = LEAST_BYTES
    passphrase: str = field(default="", repr=False)


class SessionWriter:
    """One session being written.

    Raises:
        SessionUnwritable: the folder cannot be made.
        DiskFull: there is no room for it.
    """

    def __init__(self, root: Path, header: SessionHeader, options: WriterOptions | None = None) -> None:
        options = options or WriterOptions()
        self._header, self._video, self._voice, self._details = header, None, None, None
        self._blur = FaceBlur() if options.with_video and options.with_blur else None
        self._room = Room(options.reserve_bytes)
        self._begun = begun(header.source, header.model, header.settings, options.with_video)
        self._written = WrittenCounts()
        self._waiting = WaitingMarkers()
        self._synced_s = time.monotonic()
        self._tables: dict[str, TableWriter] = {}
        with disk_errors(root):
            root.mkdir(parents=True, exist_ok=True)
            self._room.check_start(root)
            # from here on there is a folder: what fails below has to remove it
            self._final, self._folder = claim_folder(root, header.name)
        with disk_errors(self._folder), locked_or_removed(self._folder) as self._lock:
            self.store = new_store(self._folder, options.passphrase)
            self._disk_space = self._room.look(self._folder)
            self._timeline = self._table(schema.TIMELINE_FILE, schema.HEADER)
            self._markers = self._table(schema.MARKERS_FILE, schema.MARKERS_HEADER)
            if options.with_video:
                self._video = VideoWriter(self.store, self._table(schema.FRAMES_FILE, schema.FRAMES_HEADER))
            if header.model.eyes is not None:
                self._details = self._table(schema.DETAILS_FILE, DETAILS_HEADER)
            if header.voice is not None:
                sound = SoundWriter(self.store) if options.with_sound else None
                self._voice = VoiceWriter(header.voice, self._table, sound)
            self._write_info(RecordingCounts(0, 0, 0), is_complete=False)

    @property
    def folder(self) -> Path:
        """Where the session is now; it moves when it is closed."""
        return self._folder

    @property
    def location(self) -> str:
        """Where the session will be, unless something else has taken that name by then."""
        return str(self._final)

    def begin(self, moment: Moment) -> None:
        """Write when `time_s` is 0; without it, that is when this writer was made.

        Raises:
            SessionError: it cannot be written.
        """
        self._begun = replace(
            self._begun, started_at_utc=moment.utc.isoformat(), started_monotonic_s=moment.monotonic_s
        )
        with disk_errors(self._folder):
            self._write_info(RecordingCounts(0, 0, 0), is_complete=False)

    def add_frame(self, frame: Frame) -> None:
        """Store a frame of the video, blurred if so wanted; ignored when the session has none.

        Raises:
            SessionError: it cannot be written.
        """
        if self._video is not None:
            self._add_to_video([frame] if self._blur is None else self._blur.add_frame(frame))

    def add_marker(self, marker: Marker) -> None:
        """Store a marker; it also appears in the timeline, at the first analysed frame of its time or later.

        Raises:
            SessionError: it cannot be written.
        """
        label = " ".join(marker.label.split())  # ends of lines of every kind would break the table
        with disk_errors(self._folder):
            self._markers.add(marker.time_s, [f"{marker.time_s:.6f}", guarded(label)])
            self._markers.flush()
        self._waiting.add(Marker(marker.time_s, label))

    def take_over(self, other: Store, names: Sequence[str]) -> None:
        """Take files of another session as they are, its video among them. Raises as `close`."""
        with disk_errors(self._folder):
            for name in names:
                take_over(other, self.store, name)
        self._begun = replace(self._begun, has_video=self._begun.has_video or schema.VIDEO_FILE in names)

    def name_face(self, track_id: int, name: str) -> None:
        """Store the name of a face in session.json, at once. Raises as `close`."""
        self._written.name_face(track_id, name)
        with disk_errors(self._folder):
            self._write_info(self._written.counts_so_far(self._header.settings, ""), is_complete=False)

    @property
    def disk_space(self) -> DiskSpace:
        """Disk space, as of the last look, about once a second."""
        return self._disk_space

    def add_analysis(self, analysis: Analysis) -> None:
        """Append the rows of one analysis.

        Raises:
            DiskFull: less than the reserve is left, or the disk refused to write.
            SessionUnwritable: the folder was removed or made read-only.
        """
        if self._blur is not None:
            self._add_to_video(self._blur.add_analysis(analysis))
        label = self._waiting.take_until(analysis.time_s)
        with disk_errors(self._folder):
            for sample in samples_of(analysis):
                self._timeline.add(sample.time_s, schema.row_of(sample, label))
                if self._details is not None and sample.face is not None:
                    self._details.add(sample.time_s, details_row(sample))
                # once: a frame with several faces is one moment
                label = ""
                self._written.add_row(sample)
            self._written.add_analysis(analysis)
            self._sync_in_time()

    def add_heard(self, heard: Heard) -> None:
        """Append the rows of what was heard; ignored when the session has no voice. Raises as `add_analysis`."""
        if self._voice is not None:
            with disk_errors(self._folder):
                self._voice.add(heard)
                self._sync_in_time()

    def add_sound(self, sound: Sound) -> None:
        """Append sound where that is wanted; what is missing before it becomes silence. Raises as for an analysis."""
        if self._voice is not None:
            with disk_errors(self._folder):
                self._voice.add_sound(sound)

    def calibrate(self, baselines: Baselines, calibration: Calibration) -> None:
        """Read all rows of these faces against these baselines; no analysis may follow. Raises as `close`."""
        with disk_errors(self._folder):
            self._timeline.close()  # Windows replaces no file that is open
            data = read_against(read_file(self.store, schema.TIMELINE_FILE), baselines, calibration)
            self.store.write(schema.TIMELINE_FILE, data)
            self._timeline.replace_rows(data)
            self._written.set_baselines(baselines)

    def close(self, counts: RecordingCounts) -> str:
        """Finish, mark as complete and take the final name; returns the folder.

        Raises:
            SessionError: that failed; the folder stays `.partial`, and `repair.recover` can mend it.
        """
        if self._blur is not None:
            self._add_to_video(self._blur.rest())
        with disk_errors(self._folder):
            self._close_files()
            info = self._write_info(counts, is_complete=True)
            # tables, session.json, the list, and then the name: whoever finds the final name finds all of it whole
            self.store.finish(info)
            self._lock.release()
            if self._final.exists():
                self._final = free_name(self._final.parent, self._header.name)
            move(self._folder, self._final)
            self._folder = self._final
        return str(self._final)

    def abandon(self, reason: str) -> str:
        """Close what is open and leave the folder marked as not whole; never fails.

        A session without a single row is removed. Returns the folder, "" when removed.
        """
        broken = (OSError, ValueError, av.FFmpegError, SessionError)
        with suppress(*broken):  # the disk is full or gone: the error that led here is the one to report
            self._close_files()
        self._lock.release()
        with suppress(*broken):
            # nothing that could be mended; it would stay in the user's list for ever
            if self._written.n_rows == 0 and not (self._voice and self._voice.n_rows):
                shutil.rmtree(self._folder)
                return ""
            self._write_info(self._written.counts_so_far(self._header.settings, reason), is_complete=False)
        return str(self._folder)

    def _add_to_video(self, frames: Iterable[Frame]) -> None:
        if self._video is not None:
            with disk_errors(self._folder):
                for frame in frames:
                    self._video.add(frame)

    def _table(self, name: str, header: Sequence[str]) -> TableWriter:
        table = TableWriter(self.store.create(name), header)
        table.flush()
        self._tables[name] = table
        return table

    def _close_files(self) -> None:
        """Close every file, also when closing one of them fails."""
        failures: list[Exception] = []
        for file in (self._timeline, self._markers, self._details, self._video, self._voice):
            try:
                if file is not None:
                    file.close()
            except (OSError, ValueError, av.FFmpegError) as error:  # a full disk; what it had broken before
                failures.append(error)
        if failures:
            raise failures[0]

    def _sync_in_time(self) -> None:
        now_s = time.monotonic()
        if now_s - self._synced_s >= _SYNC_S:
            self._synced_s = now_s
            self.store.sync()
            self._disk_space = self._room.look(self._folder)

    def _write_info(self, counts: RecordingCounts, is_complete: bool) -> SessionInfo:
        info = self._written.filled_in(self._begun, counts, is_complete)
        voice = self._voice.facts_with(counts.sound) if self._voice is not None else None
        if voice is not None and not self._written.n_rows:  # sound alone
            info = replace(info, duration_s=voice.duration_s or 0.0)
        info = replace(info, voice=voice, tables={name: table.facts for name, table in self._tables.items()})
        self.store.write(schema.SESSION_FILE, info_bytes(info))
        return info
