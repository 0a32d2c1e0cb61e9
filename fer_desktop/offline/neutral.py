"""Where the neutral faces come from that an analysis is read against, and a sink that reads it against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fer_desktop.capture.images import ImageSource
from fer_desktop.capture.kinds import kind_of
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.automatic_baseline import AutomaticBaselines
from fer_desktop.core.baseline import Baseline
from fer_desktop.core.calibrator import CalibrationWish, Calibrator
from fer_desktop.core.interfaces import DiskSpace, RecordingCounts
from fer_desktop.core.moment import Moment as Begun
from fer_desktop.core.neutral_stretch import FLAW_WORDS, Moment, Reference, reference_of
from fer_desktop.core.sound import Sound
from fer_desktop.core.types import Analysis, Frame, Marker, ModelInfo
from fer_desktop.core.voice import Heard
from fer_desktop.errors import ModelError, NeutralRefused, SourceUnreadable
from fer_desktop.results.neutral import neutral_faces_of
from fer_desktop.session.recorder import SessionWriter
from fer_desktop.session.schema import SESSION_FILE
from fer_desktop.session.store import is_sealed
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.vision.eye_manifest import EYES
from fer_desktop.weight_file import MANIFEST

_NO_FACE_HINT = "Choose a picture or a stretch in which the face is seen, at rest and from the front."
_HINT = "Choose another stretch or picture: at rest, eyes open, mouth closed, from the front."
_ANYWAY_HINT = f"{_HINT} If the face looks so at rest, say --neutral-anyway."


@dataclass(frozen=True, slots=True)
class NeutralOptions:
    """What the command line says of neutral faces; at most one of these.

    Attributes:
        span_s: Seconds of the input itself in which its faces are at rest.
        path: A session with baselines, or a photograph or video of the person at rest.
        is_automatic: What each face looks like most of the time.
        anyway: The user says that the stretch or picture shows the face at rest, whatever it looks like.
    """

    span_s: tuple[float, float] | None = None
    path: Path | None = None
    is_automatic: bool = False
    anyway: bool = False

    @property
    def where(self) -> str | None:
        """Which faces are meant; None for none."""
        if self.span_s is not None:
            return f"{self.span_s[0]:g}-{self.span_s[1]:g} s"
        if self.path is not None:
            return f"from {self.path.name}"
        return "automatic" if self.is_automatic else None

    @property
    def label(self) -> str | None:
        """For session.json; None for none."""
        return f"{self.where}, whatever it looks like" if self.where is not None and self.anyway else self.where


def given_wish(neutral: NeutralOptions, analyzer: AnalyzerOptions, model: ModelInfo) -> CalibrationWish:
    """The baselines that are known before the analysis begins.

    Raises:
        ModelError: the weights cannot be calibrated, or another model or prior read the session that is named.
        NeutralRefused: the picture or video does not show a neutral face.
        SourceError, SessionError: it cannot be read.
    """
    if neutral.label is not None and model.calibration is None:
        raise ModelError(
            "The weights {model} do not say how to read faces against their neutral one.",
            "Leave out --neutral and --neutral-from, or run training.baselines on them.",
            model=model.model_id,
        )
    path = neutral.path
    if path is None:
        return CalibrationWish()
    if path.is_dir() and ((path / SESSION_FILE).is_file() or is_sealed(path)):
        known = neutral_faces_of(path, model.sha256, analyzer.prior)
        if len(known) == 1:  # for every face; several are for the faces with the same numbers
            return CalibrationWish(for_others=next(iter(known.values())))
        return CalibrationWish(given=known)
    return CalibrationWish(for_others=_of_picture(path, analyzer, neutral.anyway))


def _of_picture(path: Path, options: AnalyzerOptions, anyway: bool) -> Baseline:
    """The face that is seen most, in a photograph or a whole video."""
    is_photograph = kind_of(path) == "picture"
    if not path.is_file():
        raise SourceUnreadable("There is no such file: {path}.", "Check the name.", path=path)
    source = ImageSource(path.name, (path,)) if is_photograph else VideoFileSource(path)
    moments: defaultdict[int, list[Moment]] = defaultdict(list)
    try:
        source.open()
        analyzer = open_analyzer(_with_lids(options))
        try:
            while (frame := source.read()) is not None:
                for face in analyzer.analyze(frame).faces:
                    moments[face.track_id].append(Moment.of(frame.time_s, face))
        finally:
            analyzer.close()
    finally:
        source.close()
    if not moments:
        raise NeutralRefused("No face was found in {path}.", _NO_FACE_HINT, path=path)
    reference = reference_of(max(moments.values(), key=len), "file", is_photograph)
    baseline = reference.used(anyway)
    if baseline is None:
        hint = _ANYWAY_HINT if reference.is_matter_of_looks else _HINT
        raise NeutralRefused(
            "{path} does not show a neutral face: {flaws}.", hint, path=path, flaws=words_of(reference)
        )
    return baseline


def _with_lids(options: AnalyzerOptions) -> AnalyzerOptions:
    """With the network of the eyes, where it is installed: of a single picture nothing else sees a blink."""
    return replace(options, details=(options.weights / EYES / MANIFEST).is_file())


def words_of(reference: Reference) -> str:
    """Why a reference should not be used."""
    return ", ".join(FLAW_WORDS[flaw] for flaw in reference.flaws)


def reason_of(reference: Reference) -> str:
    """The same, and what to do where the user may know better."""
    hint = " (if it looks so at rest: --neutral-anyway)" if reference.is_matter_of_looks else ""
    return words_of(reference) + hint


class CalibratingSink:
    """Hands everything on to the writer, with calibrated scores.

    Baselines that are known only at the end, of a stretch of the input itself or automatic ones, are applied to all
    rows when the session is closed.

    Args:
        note: Told of each face that is not calibrated although that was asked for.
    """

    def __init__(
        self,
        writer: SessionWriter,
        neutral: NeutralOptions,
        wish: CalibrationWish,
        model: ModelInfo,
        note: Callable[[str], None],
    ) -> None:
        self._writer, self._neutral, self._wish, self._note = writer, neutral, wish, note
        self._calibration, self._check = model.calibration, model.rest_check
        self._calibrator = Calibrator(self._calibration)
        self._automatic = AutomaticBaselines()
        self._moments: defaultdict[int, list[Moment]] = defaultdict(list)
        self._faces: set[int] = set()

    @property
    def location(self) -> str:
        """Of the writer."""
        return self._writer.location

    def begin(self, moment: Begun) -> None:
        """Hand on."""
        self._writer.begin(moment)

    def add_frame(self, frame: Frame) -> None:
        """Hand on."""
        self._writer.add_frame(frame)

    def add_marker(self, marker: Marker) -> None:
        """Hand on."""
        self._writer.add_marker(marker)

    def name_face(self, track_id: int, name: str) -> None:
        """Hand on."""
        self._writer.name_face(track_id, name)

    @property
    def disk_space(self) -> DiskSpace:
        """Of the writer."""
        return self._writer.disk_space

    def add_analysis(self, analysis: Analysis) -> None:
        """Write the rows, and look at those that show a neutral face."""
        self._faces.update(face.track_id for face in analysis.faces)
        self._automatic.look(analysis)
        if self._neutral.span_s is not None and self._neutral.span_s[0] <= analysis.time_s <= self._neutral.span_s[1]:
            for face in analysis.faces:
                self._moments[face.track_id].append(Moment.of(analysis.time_s, face))
        self._writer.add_analysis(self._calibrator.apply(analysis, self._wish))

    def add_heard(self, heard: Heard) -> None:
        """Hand on."""
        self._writer.add_heard(heard)

    def add_sound(self, sound: Sound) -> None:
        """Hand on."""
        self._writer.add_sound(sound)

    def close(self, counts: RecordingCounts) -> str:
        """Calibrate what can be calibrated only now, then close."""
        found, problems = self._found()
        for problem in problems:
            self._note(problem)
        if found and self._calibration is not None:
            self._writer.calibrate(found, self._calibration)
        return self._writer.close(replace(counts, notices=(*counts.notices, *problems)))

    def abandon(self, reason: str) -> str:
        """Hand on."""
        return self._writer.abandon(reason)

    def _found(self) -> tuple[dict[int, Baseline], list[str]]:
        """Baselines of the input itself, and what is to be said of faces that have none."""
        if self._neutral.is_automatic:
            known = dict(self._automatic.at_the_end())
            missing = sorted(self._faces - set(known))
            return known, [_never_neutral(missing)] if missing else []
        if self._neutral.span_s is None:
            return {}, []
        usual = self._automatic.usual_looks()
        references = {
            face: reference_of(self._moments[face], "range", usual=usual.get(face), check=self._check)
            for face in sorted(self._faces)
        }
        used = {face: one.used(self._neutral.anyway) for face, one in references.items()}
        known = {face: baseline for face, baseline in used.items() if baseline is not None}
        reasons = {
            face: reason_of(one) if self._moments[face] else f"not seen in {self._neutral.where}"
            for face, one in references.items()
            if face not in known
        }
        return known, [f"Face {face} is not calibrated: {reason}." for face, reason in reasons.items()]


def _never_neutral(faces: list[int]) -> str:
    names = ", ".join(map(str, faces))
    return f"Not calibrated, seen too shortly or never neutral: face {names}."
