"""Hears what is said in the utterances of a session, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from fer_desktop.capture.sound_file import SoundFile
from fer_desktop.core.sound import AROUND_S, Sound, cut_out
from fer_desktop.core.words import Said
from fer_desktop.errors import SourceUnreadable
from fer_desktop.session import schema
from fer_desktop.session.library import Session
from fer_desktop.words.hearing import said_in
from fer_desktop.words.speech_model import SpeechModel, open_speech_model


def heard_lines(session: Session, path: Path | None, folder: Path, language: str | None) -> tuple[Said, ...]:
    """A line for each stretch that the model makes of each utterance.

    Args:
        session: Somebody listened to it.
        path: The file with the sound; None takes what is kept of it, or the file that the session was made of.
        folder: Of the model.

    Raises:
        SpeechModelUnusable: it cannot be loaded.
        SourceUnreadable: the sound cannot be read, or is not there.
    """
    assert session.utterances is not None
    utterances = session.utterances
    spans = [(float(t), float(t + d)) for t, d in zip(utterances["time_s"], utterances["duration_s"], strict=True)]
    with ExitStack() as opened:
        source = _sound_of(session, path, opened)
        model = open_speech_model(folder)
        opened.callback(source.close)
        source.open()
        return tuple(hear(model, stretches(source.blocks(), spans), language))


def _sound_of(session: Session, path: Path | None, opened: ExitStack) -> SoundFile:
    """On the clock of the session; what it reads is closed with `opened`."""
    store, info = session.store, session.info
    if path is None and store.has(schema.SOUND_FILE):
        kept = opened.enter_context(store.open(schema.SOUND_FILE))
        return SoundFile(store.path(schema.SOUND_FILE), origin_s=0.0, open_file=lambda: kept)
    if path is None:
        known = info.source.path or (info.voice.path if info.voice is not None else None)
        path = Path(known) if known else None
    if path is None or not path.is_file():
        raise SourceUnreadable(
            "The sound of {path} is not there.",
            "Keep the sound when you record, or add a transcript.",
            path=store.folder,
        )
    has_pictures = bool(info.source.width_px)
    track = info.voice.track if info.voice is not None else None
    return SoundFile(path, track, info.source.clock_offset_s if has_pictures else None)


def hear(model: SpeechModel, sounds: Iterable[Sound], language: str | None) -> Iterator[Said]:
    """What a model hears in stretches of sound."""
    for sound in sounds:
        yield from said_in(model, sound, language)


def stretches(blocks: Iterable[Sound], spans: Sequence[tuple[float, float]]) -> Iterator[Sound]:
    """The sound of each stretch and a little around it, as the blocks go by; gaps are silence.

    Args:
        spans: Begin and end of each, in order and without overlap.
    """
    waiting = list(spans)
    kept: list[Sound] = []
    for block in blocks:
        kept.append(block)
        while waiting and block.end_s >= waiting[0][1] + AROUND_S:
            yield _around(kept, waiting.pop(0))
        wanted_s = waiting[0][0] - AROUND_S if waiting else np.inf
        kept = [one for one in kept if one.end_s > wanted_s]
    for span in waiting:
        yield _around(kept, span)


def _around(blocks: Sequence[Sound], span: tuple[float, float]) -> Sound:
    return cut_out(blocks, span[0] - AROUND_S, span[1] + AROUND_S)
