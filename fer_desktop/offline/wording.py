"""What is said in a session: from a transcript, or heard by a speech model, into words.csv."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from fer_desktop.core.words import Said, WordsSample
from fer_desktop.errors import Notice, Told, TranscriptUnreadable
from fer_desktop.offline.fusing import write_fused
from fer_desktop.offline.speech import heard_lines
from fer_desktop.paths import words_weights_dir
from fer_desktop.results.words import without_words
from fer_desktop.session.edits import TranscriptFacts
from fer_desktop.session.info import ModelFacts
from fer_desktop.session.library import Session, load_session, save_edits
from fer_desktop.session.setting_facts import WordsSettings
from fer_desktop.session.words_file import load_words, samples_of, write_words
from fer_desktop.settings import Settings
from fer_desktop.weight_file import is_described
from fer_desktop.words.language import language_of
from fer_desktop.words.manifest import read_words_manifest
from fer_desktop.words.reader import read_words
from fer_desktop.words.speech_model import check_speech_model
from fer_desktop.words.transcripts import Transcript, beside, read_transcript

Keep = Literal["text", "scores"]


@dataclass(frozen=True, slots=True)
class WordsOptions:
    """What the command line says of words.

    Attributes:
        transcript: This file; None takes the one that has the name of the video and lies beside it.
        keep: Whether the words themselves are stored; None leaves words out altogether.
        language: Of all that is said; None finds it out.
        speech_model: Folder of a model that hears what is said where there is no transcript; None for nobody.
    """

    transcript: Path | None = None
    keep: Keep | None = None
    language: str | None = None
    speech_model: Path | None = None

    @property
    def facts(self) -> WordsSettings | None:
        """For session.json; None without words."""
        if self.keep is None:
            return None
        return WordsSettings(
            transcript=self.transcript.name if self.transcript is not None else None,
            keep=self.keep,
            language=self.language,
            speech_model=self.speech_model.name if self.speech_model is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, and where that is from.

    Attributes:
        source: Name of the file, or of the model that heard it.
        speech_model: What heard it; "" for a file.
    """

    lines: Sequence[Said]
    source: str
    speech_model: str = ""


def transcript_of(paths: Sequence[Path], options: WordsOptions, note: Callable[[str], None]) -> Words | None:
    """The transcript that is wanted for an input; None where nobody wants one, or there is none.

    Raises:
        TranscriptUnreadable: one was named, and it cannot be used.
        SpeechModelUnusable: a model is to hear what is said where there is none, and cannot.
    """
    if options.keep is None:
        return None
    if options.speech_model is not None:
        check_speech_model(options.speech_model)
    path = options.transcript or (beside(paths[0]) if len(paths) == 1 else None)
    if path is None:
        return None
    try:
        found: Transcript = read_transcript(path)
    except TranscriptUnreadable as error:
        if path == options.transcript:
            raise
        # it only has the same name
        note(Told(Notice(error.template, "The video is analysed without it.", **error.values)))
        return None
    for notice in found.notices:
        note(Told(notice))
    return Words(found.lines, path.name)


def add_words(session: Session, words: Words, keep: Keep, language: str | None = None) -> Session:
    """The session with what was said in it; an earlier transcript is replaced. Raises as `written_words`."""
    session = written_words(session, words, keep, language)
    save_edits(session.store, session.edits)
    return session


def erased_words(session: Session) -> Session:
    """The session without words: none of them is left in its files; the edits are still to be saved.

    Raises:
        SessionUnwritable, DiskFull: it cannot be written.
    """
    if session.edits.transcript is not None:
        write_words(session.store, (), session.edits.transcript)
    return replace(session, edits=without_words(session.edits), said=None)


def corrected_words(session: Session, row: int, text: str) -> Session:
    """The session with another text in a line, which is read anew; the edits are still to be saved.

    Args:
        row: Of `Session.words`, whose texts are kept.

    Raises:
        WeightsMissing, WeightsMismatch: the words cannot be read.
        SessionUnwritable, DiskFull: the session cannot be written.
    """
    assert session.words is not None
    samples = list(samples_of(session.words))
    facts = session.edits.transcript
    assert facts is not None
    line = replace(samples[row].said, text=text)
    (samples[row],) = read_words(words_weights_dir(), [line], facts.language or _language_of(line, samples[row]))
    return _with_samples(session, samples, facts)


def _language_of(line: Said, before: WordsSample) -> str:
    """What the new text tells; where it does not, it is in the language that the line was in."""
    return language_of(line.text) or before.language


def heard_facts(settings: Settings) -> TranscriptFacts:
    """Where words come from that are heard while somebody listens, and whether texts are kept.

    Raises:
        WeightsMissing, WeightsMismatch: the words cannot be read.
    """
    name = Path(settings.speech_model).name
    return TranscriptFacts(
        source=name,
        speech_model=name,
        model=_model(),
        has_text=settings.keep_words == "text",
        language=settings.speech_language or None,
    )


def add_heard_words(session: Session, lines: Sequence[WordsSample], facts: TranscriptFacts) -> Session:
    """The session with more lines, which were heard too late for it; edits and fused.csv are written, too.

    Args:
        facts: Of a session that has no words yet.

    Raises:
        SessionUnwritable, DiskFull: it cannot be written.
    """
    before = samples_of(session.words) if session.words is not None else ()
    samples = sorted([*before, *lines], key=lambda line: line.said.start_s)
    session = _with_samples(session, samples, replace(session.edits.transcript or facts, n_lines=len(samples)))
    save_edits(session.store, session.edits)
    write_fused(session)
    return session


def _model() -> ModelFacts:
    """What reads words."""
    folder = words_weights_dir()
    if not is_described(folder):
        return ModelFacts()
    manifest = read_words_manifest(folder)
    return ModelFacts(model_id=manifest.model_id, sha256=manifest.onnx.sha256, device="cpu")


def without_texts(session: Session) -> Session:
    """The session with what its words say, and without the words; the edits are still to be saved.

    Raises:
        SessionUnwritable, DiskFull: it cannot be written.
    """
    assert session.words is not None
    assert session.edits.transcript is not None
    return _with_samples(session, samples_of(session.words), replace(session.edits.transcript, has_text=False))


def _with_samples(session: Session, samples: Sequence[WordsSample], facts: TranscriptFacts) -> Session:
    """The session with these lines in words.csv."""
    edits = replace(session.edits, transcript=write_words(session.store, samples, facts))
    table, _ = load_words(session.store, edits)
    return replace(session, edits=edits, said=table)


def written_words(session: Session, words: Words, keep: Keep, language: str | None = None) -> Session:
    """The session with words.csv written; the edits, which say where it is from, are still to be saved.

    Raises:
        WeightsMissing, WeightsMismatch: the words cannot be read.
        SessionUnwritable, DiskFull: the session cannot be written.
    """
    lines = sorted(words.lines, key=lambda line: line.start_s)
    samples = read_words(words_weights_dir(), lines, language)
    names = {line.speaker for line in words.lines}
    before = session.edits.transcript
    facts = TranscriptFacts(
        source=words.source,
        speech_model=words.speech_model,
        model=_model(),
        has_text=keep == "text",
        language=language,
        n_lines=len(samples),
        speakers={name: face for name, face in (before.speakers if before else {}).items() if name in names},
    )
    return _with_samples(session, samples, facts)


def put_words(
    location: Path, path: Path | None, given: Words | None, options: WordsOptions, note: Callable[[str], None]
) -> None:
    """Add to a session that was just made what is said in it.

    Args:
        path: Of its sound, for a model that hears.
        given: Its transcript.

    Raises:
        FerError: that cannot be done; the session stays as it is.
    """
    if options.keep is None:
        return
    session = load_session(location)
    words = given
    if words is None and options.speech_model is not None and path is not None:
        words = heard_words(session, path, options, note)
    if words is None:
        note(Told(Notice("nothing says what is said: no transcript lies beside it."), location.name))
        return
    cut = session.info.settings.cut
    if cut is not None:
        first_s, last_s = cut.start_s, cut.end_s if cut.end_s is not None else float("inf")
        words = replace(words, lines=[line for line in words.lines if line.end_s > first_s and line.start_s < last_s])
    session = add_words(session, words, options.keep, options.language)
    facts = session.edits.transcript
    if facts is not None and facts.n_read < facts.n_lines:
        note(
            f"{location.name}: {facts.n_lines - facts.n_read} of {facts.n_lines} line(s) have no expression: "
            "not English, or no words."
        )


def heard_words(
    session: Session, path: Path | None, options: WordsOptions, note: Callable[[str], None]
) -> Words | None:
    """What a speech model hears in the utterances of a session; None where nobody listened. Raises as `heard_lines`."""
    if session.utterances is None:
        note(f"{session.folder.name}: --speech-model needs --voice: it hears what was found to be speech.")
        return None
    assert options.speech_model is not None
    lines = heard_lines(session, path, options.speech_model, options.language)
    return Words(lines, options.speech_model.name, options.speech_model.name)
