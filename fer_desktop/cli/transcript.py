"""`fer-desktop sessions transcript`: what was said in a session, added after it was recorded."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.errors import TranscriptUnreadable
from fer_desktop.offline.fusing import write_fused
from fer_desktop.offline.wording import Words, WordsOptions, add_words, erased_words, heard_words
from fer_desktop.results.words import with_speakers
from fer_desktop.session.library import Session, check_not_held, load_session, save_edits
from fer_desktop.words.transcripts import read_transcript


def add_transcript(options: argparse.Namespace, passphrase: str) -> int:
    """Add, change or remove the words of a session; returns the exit code.

    Raises:
        SessionError: it cannot be read or written.
        TranscriptUnreadable: the file makes no sense, or a name or face is not there.
    """
    check_not_held(options.folder)
    session = load_session(options.folder, passphrase)
    if options.remove:
        session = erased_words(session)
        save_edits(session.store, session.edits)
        write_fused(session)
        say("The session has no words any more.", file=sys.stderr)
        return OK
    if options.transcript is not None:
        found = read_transcript(options.transcript)
        for notice in found.notices:
            say(f"warning: {notice}", file=sys.stderr)
        session = add_words(session, Words(found.lines, options.transcript.name), options.words, options.language)
    elif options.speech_model is not None:
        how = WordsOptions(keep=options.words, language=options.language, speech_model=options.speech_model)
        heard = heard_words(session, None, how, lambda notice: say(f"warning: {notice}", file=sys.stderr))
        if heard is None:
            return FAILED
        session = add_words(session, heard, options.words, options.language)
    session = _with_faces(session, dict(options.speaker))
    write_fused(session)
    facts = session.edits.transcript
    assert facts is not None
    say(f"{facts.n_lines} line(s) of {facts.source}, expressions of {facts.n_read}.")
    for name, face in facts.speakers.items():
        say(f"{name} is face {session.name_of(face)}.")
    return OK


def _with_faces(session: Session, speakers: dict[str, int]) -> Session:
    """The session with who is whom, which is saved."""
    if session.edits.transcript is None or session.words is None:
        raise TranscriptUnreadable("The session has no transcript.", "Name its file.")
    known = {str(name) for name in session.words["speaker"] if name}
    for name, face in speakers.items():
        if name not in known:
            names = ", ".join(sorted(known)) or "nobody"
            raise TranscriptUnreadable(
                "The transcript names no {name}.", "Take one of those that it names.", name=f"{name} (it names {names})"
            )
        if face and face not in session.face_ids:
            raise TranscriptUnreadable("There is no face {face}.", "sessions show lists them.", face=face)
    edits = with_speakers(session.edits, speakers)
    if edits != session.edits:
        save_edits(session.store, edits)
    return replace(session, edits=edits)
