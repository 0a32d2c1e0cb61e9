"""The options of what is said, of `analyze` and of `sessions transcript`."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.values import language_tag, speaker_face


def add_words(parser: argparse.ArgumentParser) -> None:
    """Those of `analyze`."""
    parser.add_argument(
        "--transcript",
        type=Path,
        metavar="FILE",
        help="file with what is said in the one INPUT: SubRip, WebVTT, tab-delimited ELAN or Praat, TextGrid, or text "
        "with times",
    )
    parser.add_argument(
        "--words",
        choices=("text", "scores"),
        help="write words.csv, of --transcript or of the file of the same name beside each input; scores leaves the "
        "texts out",
    )
    parser.add_argument(
        "--speech-model",
        type=Path,
        metavar="FOLDER",
        help="hear what is said with this Whisper model (CTranslate2) where there is no transcript (with --voice)",
    )
    parser.add_argument(
        "--language", type=language_tag, metavar="TAG", help="language of what is said, as en; otherwise found out"
    )
    parser.add_argument(
        "--without-fusion", action="store_true", help="write no fused.csv, where two of face, voice and words are there"
    )


def add_transcript(parser: argparse.ArgumentParser) -> None:
    """Those of `sessions transcript`."""
    parser.add_argument("folder", type=Path, help="session folder")
    parser.add_argument("transcript", type=Path, nargs="?", metavar="FILE", help="transcript to add, replacing another")
    parser.add_argument("--words", choices=("text", "scores"), default="text", help="scores leaves the texts out")
    parser.add_argument(
        "--language", type=language_tag, metavar="TAG", help="language of what is said, as en; otherwise found out"
    )
    parser.add_argument(
        "--speaker",
        type=speaker_face,
        action="append",
        default=[],
        metavar="NAME=FACE",
        help="who is which face, as Anna=1; 0 for none; may be given several times",
    )
    parser.add_argument(
        "--speech-model",
        type=Path,
        metavar="FOLDER",
        help="in the place of FILE: hear what is said with this Whisper model, in a session with voice",
    )
    parser.add_argument("--remove", action="store_true", help="leave the words out again")


def check_words(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse what does not go together, with exit code 2."""
    if options.transcript and len(options.inputs) > 1:
        parser.error("--transcript is of one input; for several lay a file of the same name beside each, with --words")
    if options.speech_model and not options.voice:
        parser.error("--speech-model needs --voice")
    if options.language and not (options.transcript or options.words or options.speech_model):
        parser.error("--language needs --transcript, --words or --speech-model")
