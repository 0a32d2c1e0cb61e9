"""`fer-desktop sessions`: list what was recorded, look at it, mend, delete, export and report."""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import asdict
from getpass import getpass
from pathlib import Path
from typing import Any

from fer_desktop.cli.agreement import agreement, codes, sample
from fer_desktop.cli.calibrate import calibrate_session
from fer_desktop.cli.exit_code import FAILED, INTERRUPTED, OK
from fer_desktop.cli.export import check_free, chosen_export, opened, write_export
from fer_desktop.cli.importing import import_tables
from fer_desktop.cli.markers import markers
from fer_desktop.cli.progress import share_bar
from fer_desktop.cli.say import say
from fer_desktop.cli.transcript import add_transcript
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import ExportError, FerError, SessionLocked, SessionUnreadable
from fer_desktop.facts import encoded
from fer_desktop.paths import sessions_dir
from fer_desktop.results.details import detail_statistics
from fer_desktop.results.fusion import FusionStatistics, fusion_statistics
from fer_desktop.results.report import REPORT_SUFFIXES, write_report
from fer_desktop.results.statistics import data_quality, session_statistics
from fer_desktop.results.voice import VoiceStatistics, voice_statistics
from fer_desktop.results.words import WordsStatistics, words_statistics
from fer_desktop.session.clear_facts import read_clear
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.library import Session, list_sessions, load_session, read_info
from fer_desktop.session.ownership import delete_session, is_empty
from fer_desktop.session.passphrase import read_passphrase
from fer_desktop.session.repair import recover
from fer_desktop.session.schema import PARTIAL_SUFFIX
from fer_desktop.session.store import PlainStore, is_sealed


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; returns the exit code."""

    def passphrase() -> str:
        return passphrase_of(options.folder, options.passphrase_file)

    actions = {
        "list": lambda: print_sessions(options.root),
        "import": lambda: import_tables(options),
        "show": lambda: show_session(options.folder, passphrase(), options.json),
        "repair": lambda: repair_session(options.folder, passphrase()),
        "delete": lambda: remove_session(options.folder, options.yes),
        "report": lambda: report_session(options.folder, passphrase(), options.target, options.force, options.language),
        "calibrate": lambda: calibrate_session(options, passphrase()),
        "transcript": lambda: add_transcript(options, passphrase()),
        "markers": lambda: markers(options, passphrase()),
        "sample": lambda: sample(options, passphrase()),
        "agreement": lambda: agreement(options, passphrase()),
        "codes": lambda: codes(options, passphrase()),
        "export": lambda: write_export(
            options.folder, passphrase(), options.target, options.force, chosen_export(options)
        ),
    }
    try:
        return actions[options.action]()
    except KeyboardInterrupt:
        say("Interrupted. Nothing was half written.", file=sys.stderr)
        return INTERRUPTED


def print_sessions(root: Path | None) -> int:
    """One line for each session in a folder, the user's own without one; returns the exit code.

    Raises:
        SessionUnreadable: there is no such folder.
    """
    if root is not None and not root.is_dir():
        raise SessionUnreadable("There is no such folder: {path}.", "Check the name and the folder.", path=root)
    root = root or sessions_dir()  # its first session makes it
    folders = list_sessions(root)
    for folder in folders:
        try:
            say(_line(folder))
        except (FerError, OSError):
            if folder.exists():  # else its recording has just ended, and it is listed next time under its final name
                say(f"{folder.name}  (cannot be read)")
    if not folders:
        say(f"No sessions in {root}", file=sys.stderr)
    return OK


def _line(folder: Path) -> str:
    """What a list says of a session; length and faces only once they are known, which is at its end."""
    is_recorded = is_being_recorded(folder)
    if is_empty(folder):
        return f"{folder.name}  ({'being recorded' if is_recorded else 'nothing was recorded: delete it'})"
    state = "being recorded" if is_recorded else "not finished: repair it"
    if is_sealed(folder):
        if folder.name.endswith(PARTIAL_SUFFIX):
            return f"{folder.name}  (encrypted, {state})"
        clear = read_clear(folder)
        return "  ".join([folder.name, *([f"{clear.duration_s:.1f} s"] if clear else []), "(encrypted)"])
    info = read_info(PlainStore(folder))
    facts = [info.source.name]
    if info.complete:
        who = "sound alone" if info.is_sound_alone else f"{len(info.faces)} face(s)"
        facts, state = [f"{info.duration_s:.1f} s", who, *facts], info.end_reason
    return "  ".join([folder.name, *filter(None, facts), *([f"({state})"] if state else [])])


def show_session(folder: Path, passphrase: str, as_json: bool) -> int:
    """What a session says of each face, and how complete it is; returns the exit code."""
    session = opened(folder, passphrase)
    if as_json:
        say(json.dumps(json_values(_shown(session)), ensure_ascii=False, allow_nan=False))
        return OK
    faces, quality = session_statistics(session), data_quality(session)
    calibrated, details = session_statistics(session, calibrated=True), detail_statistics(session)
    frames = f", {quality.analysed} frames, {quality.skipped} skipped"
    frames += f", {quality.refused} not stored" if quality.refused else ""
    frames = " of sound" if session.info.is_sound_alone else frames
    say(f"{session.folder.name}: {quality.duration_s:.1f} s{frames}")
    _say_streams(voice_statistics(session), words_statistics(session), fusion_statistics(session))
    if session.info.end_reason:
        say(f"  ended early: {session.info.end_reason}")
    for notice in session.info.notices:
        say(f"  notice: {notice}")
    if session.info.markers_refused:
        say(f"  markers left out, since they came too fast: {session.info.markers_refused}")
    for face, kind in [*((face, "") for face in faces), *((face, ", calibrated") for face in calibrated)]:
        known = [name for name in EXPRESSIONS if not math.isnan(face.top_share[name])]
        tops = sorted(known, key=lambda name: -face.top_share[name])[:3]
        facts = [f"seen {face.seen_s:.1f} s", *(f"{name} {face.top_share[name]:.0%}" for name in tops)]
        if not math.isnan(face.mean_valence):
            facts.append(f"valence {face.mean_valence:+.2f}")
        if not kind and (one := details.get(face.face_id)) is not None and one.seen_s > 1:
            facts.append(f"{len(one.blinks)} blink(s), {one.blinks_per_minute:.0f} a minute")
            if one.screen_known > 0:
                facts.append(f"looks at the screen {one.screen_share:.0%} of the time in which that is known")
        say(f"  {session.name_of(face.face_id)}{kind}: {', '.join(facts)}")
    return OK


def _shown(session: Session) -> dict[str, Any]:
    """All that is known of a session, for JSON."""
    faces, calibrated = session_statistics(session), session_statistics(session, calibrated=True)
    voice, words, details = voice_statistics(session), words_statistics(session), detail_statistics(session)
    return {
        "name": session.folder.name,
        "faces": [
            {"name": session.name_of(face.face_id), **asdict(face), "span": encoded(face.span)} for face in faces
        ],
        "calibrated": [
            {"name": session.name_of(face.face_id), **asdict(face), "span": encoded(face.span)} for face in calibrated
        ],
        "quality": asdict(data_quality(session)),
        "voice": None if voice is None else asdict(voice),
        "words": None if words is None else asdict(words),
        "fused": [asdict(one) for one in fusion_statistics(session)],
        "details": [
            {
                "face_id": face,
                **asdict(one),
                "blinks_per_minute": one.blinks_per_minute,
                "blink_s": one.blink_s,
            }
            for face, one in details.items()
        ],
        "markers": [encoded(marker) for marker in session.markers],
        "complete": session.info.complete,
        "end_reason": session.info.end_reason,
        "notices": list(session.info.notices),
        "problems": [str(problem) for problem in session.problems],
    }


def _say_streams(
    voice: VoiceStatistics | None, words: WordsStatistics | None, together: list[FusionStatistics]
) -> None:
    """What was heard and said, where anybody listened or wrote it down."""
    if voice is not None:
        say(f"  heard {voice.heard_s:.1f} s: {voice.n_utterances} utterance(s), {voice.speech_s:.1f} s of speech")
    if words is not None:
        say(f"  {words.source}: {words.n_lines} line(s), expressions of {words.n_read}")
    for one in (one for one in together if one.face_id is None and one.decided_s > 0):
        tops = sorted(filter(one.top_share.get, EXPRESSIONS), key=one.top_share.__getitem__, reverse=True)[:3]
        facts = [f"{one.decided_s:.1f} s", *(f"{name} {one.top_share[name]:.0%}" for name in tops)]
        say(f"  voice and words without a face: {', '.join(facts)}")


def repair_session(folder: Path, passphrase: str) -> int:
    """Finish a session that was cut short; returns the exit code."""
    final = recover(folder, passphrase)
    problems = load_session(final, passphrase).problems
    for problem in problems:
        say(problem, file=sys.stderr)
    if final != folder:
        say(f"Repaired: {final}")
    elif not problems:
        say(f"{folder} is whole.")
    return FAILED if problems else OK


def remove_session(folder: Path, is_sure: bool) -> int:
    """Remove a session for good, after a question; returns the exit code."""
    if not is_sure:
        if not sys.stdin.isatty():
            raise ExportError("Nothing was removed.", "Add --yes to remove a session without being asked.")
        if input(f"Remove {folder} for good? [y/N] ").strip().lower() != "y":
            return FAILED
    left = delete_session(folder)
    say(f"Removed: {folder}", file=sys.stderr)
    if left:
        say(f"Left, since no session made it: {', '.join(str(path) for path in left)}", file=sys.stderr)
    return OK


def report_session(folder: Path, passphrase: str, target: Path, may_replace: bool, language: str) -> int:
    """Write a report; returns the exit code.

    Raises:
        ExportError: the file is there already, has another ending, or cannot be written.
    """
    if target.suffix.lower() not in REPORT_SUFFIXES:
        raise ExportError("{path} is neither .html nor .pdf.", "Choose one of these endings.", path=target)
    check_free(target, may_replace)
    with share_bar("Report") as progress:
        write_report(opened(folder, passphrase), target, progress, language)
    say(f"Report written to {target}", file=sys.stderr)
    return OK


def passphrase_of(folder: Path, file: Path | None) -> str:
    """The passphrase of an encrypted session: the first line of a file, or what the user types; "" for a plain one.

    Raises:
        SessionLocked: there is nobody to ask, or the file cannot be read.
    """
    if not is_sealed(folder) or is_empty(folder):
        return ""
    if file is not None:
        return read_passphrase(file)
    if not sys.stdin.isatty():
        raise SessionLocked("{path} is encrypted.", "Give its passphrase with --passphrase-file.", path=folder)
    return getpass("Passphrase: ")


def json_values(value: Any) -> Any:
    """The same with None for what JSON has no number for, such as the mean valence of a face that was not seen."""
    if isinstance(value, dict):
        return {name: json_values(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_values(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
