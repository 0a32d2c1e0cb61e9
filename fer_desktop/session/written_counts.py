"""What session.json says while a session is written: what was known when it began, and what was counted since."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from fer_desktop import __version__
from fer_desktop.core.baseline import Baseline, Baselines
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.moment import Moment
from fer_desktop.core.screen_gaze import ScreenMap
from fer_desktop.core.types import Analysis, ModelInfo, SourceInfo, TimelineSample, TrackedFace
from fer_desktop.session.baseline_facts import BaselineFacts
from fer_desktop.session.info import FaceFacts, ModelFacts, SessionInfo, SourceFacts, n_captured
from fer_desktop.session.schema import SCHEMA_VERSION
from fer_desktop.session.screen_facts import ScreenFacts
from fer_desktop.session.setting_facts import SettingFacts


def begun(source: SourceInfo, model: ModelInfo, settings: SettingFacts, has_video: bool) -> SessionInfo:
    """What is known of a session that begins now; nothing is counted yet."""
    started = Moment.now()
    return SessionInfo(
        schema_version=SCHEMA_VERSION,
        session_id=f"{started.utc:%Y%m%dT%H%M%S.%fZ}",
        app_version=__version__,
        started_at_utc=started.utc.isoformat(),
        started_monotonic_s=started.monotonic_s,
        model=ModelFacts.of(model),
        source=SourceFacts.of(source),
        settings=settings,
        frames_captured=0,
        frames_analysed=0,
        frames_skipped=0,
        frames_refused=0,
        samples=0,
        faces=(),
        duration_s=0.0,
        end_reason="",
        has_video=has_video,
        complete=False,
    )


class WrittenCounts:
    """Counts what a writer writes. Owned by it."""

    def __init__(self) -> None:
        self._samples: Counter[int] = Counter()
        self._names: dict[int, str] = {}
        self._tops: Counter[str] = Counter()
        self._baselines: dict[int, tuple[Baseline, float | None]] = {}
        self._screens: dict[int, tuple[ScreenMap, float]] = {}
        self._n_analysed = self._last_frame = 0
        self._first_frame: int | None = None
        self._end_s = 0.0
        self.n_rows = 0

    def add_row(self, sample: TimelineSample) -> None:
        """A row was written."""
        self.n_rows += 1
        if sample.face is not None:
            self._samples[sample.face.track_id] += 1
            self._tops[sample.face.scores.top] += 1
            self._add_baseline(sample.face, sample.time_s)
            self._add_screen(sample.face, sample.time_s)

    def set_baselines(self, baselines: Baselines) -> None:
        """All rows of these faces have been read against these baselines, and no rows of others."""
        self._baselines = {face: (baseline, None) for face, baseline in baselines.items()}

    def _add_baseline(self, face: TrackedFace, time_s: float) -> None:
        """Keep the newest baseline, and since when there has been one of its origin."""
        if face.baseline is None:
            return
        before = self._baselines.get(face.track_id)
        is_same = before is not None and before[0].origin == face.baseline.origin
        self._baselines[face.track_id] = (face.baseline, before[1] if before is not None and is_same else time_s)

    def _add_screen(self, face: TrackedFace, time_s: float) -> None:
        """Keep the newest map of the screen, and since when it counts."""
        before = self._screens.get(face.track_id)
        if face.screen is not None and (before is None or before[0] != face.screen):
            self._screens[face.track_id] = (face.screen, time_s)

    def add_analysis(self, analysis: Analysis) -> None:
        """All rows of a frame were written."""
        self._n_analysed += 1
        self._first_frame = analysis.frame_index if self._first_frame is None else self._first_frame
        self._last_frame = analysis.frame_index
        self._end_s = analysis.time_s

    def name_face(self, track_id: int, name: str) -> None:
        """A face has this name from now on, and had it before."""
        self._names[track_id] = name

    def counts_so_far(self, settings: SettingFacts, reason: str) -> RecordingCounts:
        """What the numbers of the frames tell; only a clean end knows what else was lost."""
        captured = n_captured(settings, self._first_frame or 0, self._last_frame, self._n_analysed)
        return RecordingCounts(captured, captured - self._n_analysed, 0, reason)

    def filled_in(self, info: SessionInfo, counts: RecordingCounts, is_complete: bool) -> SessionInfo:
        """The same session with what was counted until now."""
        # also faces that have a name and no row yet: a crash must not lose the name
        named = {face for face, name in self._names.items() if name}
        faces = (
            FaceFacts(face_id=face, samples=self._samples[face], name=self._names.get(face, ""))
            for face in sorted({*self._samples, *named})
        )
        return replace(
            info,
            frames_captured=counts.captured,
            frames_analysed=self._n_analysed,
            frames_skipped=counts.skipped,
            frames_refused=counts.refused,
            markers_refused=counts.markers_refused,
            samples=self.n_rows,
            faces=tuple(faces),
            baselines=tuple(BaselineFacts.of(i, one, since_s) for i, (one, since_s) in sorted(self._baselines.items())),
            screens=tuple(ScreenFacts.of(i, one, since_s) for i, (one, since_s) in sorted(self._screens.items())),
            top_expressions=dict(self._tops.most_common()),
            duration_s=self._end_s,
            end_reason=counts.reason,
            notices=counts.notices,
            frames_lost=counts.lost,
            frames_passed_over=counts.passed_over,
            measured_fps=counts.measured_fps,
            complete=is_complete,
        )
