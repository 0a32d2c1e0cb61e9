"""Whose voice is it: ``python -m fer_desktop.training.voice.measure_speakers``.

Clips of two drawn faces that both speak, each its own sentences, while the voice of one of them is heard; then the
same with noise beside the voice; then both take turns without a pause. Counted are the quarters of a second with
speech, and the utterances: named right, named wrong, left blank.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.core.sound import Sound
from fer_desktop.core.speaker import SpeakerFinder
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import VoiceSample
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer
from fer_desktop.voice.activity import SpeechActivity
from fer_desktop.voice.analyzer import VoiceAnalyzer

_FPS = 30.0


@dataclass(slots=True)
class Count:
    """What was said of the speaker."""

    right: int = 0
    wrong: int = 0
    blank: int = 0

    def add(self, sample: VoiceSample, speaker: int | None) -> None:
        """One answer; `speaker` is who spoke."""
        self.right += sample.speaker is not None and sample.speaker == speaker
        self.wrong += sample.speaker is not None and sample.speaker != speaker
        self.blank += sample.speaker is None

    def __str__(self) -> str:
        n = max(self.right + self.wrong + self.blank, 1)
        return f"right {self.right / n:.3f}, wrong {self.wrong / n:.3f}, blank {self.blank / n:.3f} of {n}"


def analyses(speaking: tuple[int, ...], seconds: float, fps: float) -> list[Analysis]:
    """What is seen of two faces of which these move their mouths."""
    source = DemoSource(DemoOptions(2, fps=fps, duration_s=seconds, speaking=speaking))
    source.open()
    analyzer = open_analyzer(AnalyzerOptions(weights_dir(), 2, "cpu"))
    found = []
    while (frame := source.read()) is not None:
        found.append(analyzer.analyze(frame))
    analyzer.close()
    return found


def ids_from_left(analysis: Analysis) -> list[int]:
    """Numbers of the faces of the last picture, in the order of the demo."""
    return [face.track_id for face in sorted(analysis.faces, key=lambda face: float(face.face.box[0]))]


def measure(
    seen: list[Analysis], sounds: Iterable[Sound], spoke: Callable[[float], int | None], noise_db: float | None = None
) -> tuple[Count, Count]:
    """Pieces and utterances.

    Args:
        spoke: Who spoke at a time; None is somebody who is not to be seen.
        noise_db: White noise beside the voice, relative to full scale.
    """
    voice, finder, rng = VoiceAnalyzer(SpeechActivity()), SpeakerFinder(), np.random.default_rng(1)
    pieces, utterances, place = Count(), Count(), 0
    for block in sounds:
        samples = block.samples
        if noise_db is not None:
            samples = samples + (10 ** (noise_db / 20) * rng.standard_normal(len(samples))).astype(np.float32)
        sound = Sound(block.time_s, samples)
        while place < len(seen) and seen[place].time_s < sound.end_s:
            finder.see(seen[place])
            place += 1
        finder.hear(sound)
        heard = finder.named(voice.add(sound))
        for piece in heard.pieces:
            if piece.is_speech:
                pieces.add(piece, spoke((piece.time_s + piece.end_s) / 2))
        for utterance in heard.utterances:
            utterances.add(utterance, spoke((utterance.time_s + utterance.end_s) / 2))
    return pieces, utterances


def print_one_voice(said: str, seen: list[Analysis], heard_face: int | None) -> None:
    """While the voice of one face is heard, without noise and with it; None is that of nobody in the picture."""
    who = None if heard_face is None else ids_from_left(seen[-1])[heard_face]
    whose = "of nobody in the picture" if heard_face is None else f"of the {('left', 'right')[heard_face]}"
    for noise_db in (None, -35.0):
        sounds = DemoVoice(seen[-1].time_s, 2 if heard_face is None else heard_face).blocks()
        pieces, utterances = measure(seen, sounds, lambda _: who, noise_db)
        noise = "" if noise_db is None else f", noise at {noise_db:.0f} dB"
        print(f"{said}, voice {whose}{noise}: pieces {pieces}; utterances {utterances}", flush=True)


def turns(seconds: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """When one begins to speak after the other, the left one first: every 1.5 to 6 s."""
    return np.cumsum(rng.uniform(1.5, 6.0, round(seconds)))


def measure_turns(moving: list[Analysis], resting: list[Analysis], n: int = 4) -> Count:
    """Pieces while both take turns, n times drawn: whose turn it is moves the lips and is heard.

    Args:
        moving, resting: The same two faces, while both speak and while none does.
    """
    found = Count()
    for seed in range(n):
        pieces = _in_turns(moving, resting, turns(moving[-1].time_s, np.random.default_rng(seed)))
        found = Count(found.right + pieces.right, found.wrong + pieces.wrong, found.blank + pieces.blank)
    return found


def _in_turns(moving: list[Analysis], resting: list[Analysis], starts_s: NDArray[np.float64]) -> Count:
    ids, length_s = ids_from_left(moving[-1]), moving[-1].time_s

    def place_at(time_s: float) -> int:
        return int(np.searchsorted(starts_s, time_s, side="right")) % 2

    def face_at(time_s: float) -> int:
        return ids[place_at(time_s)]

    seen = [_of_one(face_at(moved.time_s), moved, rested) for moved, rested in zip(moving, resting, strict=True)]
    voices = zip(*(DemoVoice(length_s, face).blocks() for face in (0, 1)), strict=True)
    return measure(seen, (both[place_at(both[0].time_s)] for both in voices), face_at)[0]


def _of_one(moves: int, moving: Analysis, resting: Analysis) -> Analysis:
    """One picture in which one face moves its lips and the others rest."""
    faces = [face for face in moving.faces if face.track_id == moves]
    return replace(moving, faces=(*faces, *(face for face in resting.faces if face.track_id != moves)))


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.measure_speakers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each clip (60)")
    parser.add_argument("--fps", type=float, default=_FPS, help="of the pictures (30)")
    arguments = parser.parse_args()
    clips = {
        (0, 1): "both mouths move",
        (0,): "the left mouth moves",
        (): "no mouth moves",
    }
    seen = {speaking: analyses(speaking, arguments.seconds, arguments.fps) for speaking in clips}
    for speaking, said in clips.items():
        for heard_face in (*speaking, None):
            print_one_voice(said, seen[speaking], heard_face)
    print(f"both take turns, voice of whose turn it is: pieces {measure_turns(seen[0, 1], seen[()])}")


if __name__ == "__main__":
    main()
