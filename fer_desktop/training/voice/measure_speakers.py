"""Whose voice is it: ``python -m fer_desktop.training.voice.measure_speakers``.

Clips of two drawn faces that both speak, each its own sentences, while the voice of one of them is heard; then the
same with noise beside the voice. Counted are the quarters of a second with speech, and the utterances: named right,
named wrong, left blank.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

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


def measure(seen: list[Analysis], heard_face: int | None, noise_db: float | None) -> tuple[Count, Count]:
    """Pieces and utterances while the voice of one face is heard; None is that of somebody who is not to be seen."""
    ids = ids_from_left(seen[-1])
    who = None if heard_face is None else ids[heard_face]
    voice, finder, rng = VoiceAnalyzer(SpeechActivity()), SpeakerFinder(), np.random.default_rng(1)
    pieces, utterances, place = Count(), Count(), 0
    for block in DemoVoice(seen[-1].time_s, 2 if heard_face is None else heard_face).blocks():
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
                pieces.add(piece, who)
        for utterance in heard.utterances:
            utterances.add(utterance, who)
    return pieces, utterances


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.voice.measure_speakers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each clip (60)")
    parser.add_argument("--fps", type=float, default=_FPS, help="of the pictures (30)")
    arguments = parser.parse_args()
    for speaking, said in (((0, 1), "both mouths move"), ((0,), "the left mouth moves"), ((), "no mouth moves")):
        seen = analyses(speaking, arguments.seconds, arguments.fps)
        for heard_face in (0, 1, None):
            if heard_face is not None and heard_face not in speaking:
                continue
            for noise_db in (None, -35.0):
                pieces, utterances = measure(seen, heard_face, noise_db)
                whose = "of nobody in the picture" if heard_face is None else f"of the {('left', 'right')[heard_face]}"
                noise = "" if noise_db is None else f", noise at {noise_db:.0f} dB"
                print(f"{said}, voice {whose}{noise}: pieces {pieces}; utterances {utterances}", flush=True)


if __name__ == "__main__":
    main()
