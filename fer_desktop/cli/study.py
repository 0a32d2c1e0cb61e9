"""`fer-desktop study`: many sessions of many people as one table."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.cli.exit_code import FAILED, INTERRUPTED, OK
from fer_desktop.cli.export import check_free
from fer_desktop.cli.progress import share_bar
from fer_desktop.cli.say import say
from fer_desktop.cli.study_answers import (
    comparison_options,
    courses_of,
    print_comparison,
    print_course,
    print_trends,
    read_table,
)
from fer_desktop.cli.study_synchrony import print_pairs, print_synchrony
from fer_desktop.errors import StudyUnreadable, StudyUnwritable
from fer_desktop.session.passphrase import new_passphrase, read_passphrase
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import around_marker, compared
from fer_desktop.studies.cached import CACHE_FOLDER, empty_cache
from fer_desktop.studies.checking import findings
from fer_desktop.studies.comparing import compare
from fer_desktop.studies.editing import new_study, place_session, place_sessions
from fer_desktop.studies.filling import fill_on_cluster
from fer_desktop.studies.levels import levels_of
from fer_desktop.studies.names import name_participant
from fer_desktop.studies.plan import planned
from fer_desktop.studies.report import write_study_report
from fer_desktop.studies.study import PlacedSession, Study, load_study
from fer_desktop.studies.table_files import check_suffix, dictionary_beside, is_other_dictionary, write_table
from fer_desktop.studies.wide import wide_table

_MOST_SAID = 20  # findings, where something else is the answer


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; returns the exit code."""
    actions = {
        "init": _init,
        "add": _add,
        "check": _check,
        "table": _table,
        "compare": print_comparison,
        "course": print_course,
        "over-time": print_trends,
        "report": _report,
        "synchrony": print_synchrony,
        "pairs": print_pairs,
        "clear-cache": _clear_cache,
    }
    try:
        return actions[options.action](options)
    except KeyboardInterrupt:
        say("Interrupted. Nothing was half written.", file=sys.stderr)
        return INTERRUPTED


def _init(options: argparse.Namespace) -> int:
    say(f"Begun: {new_study(options.study, options.title)}")
    return OK


def _add(options: argparse.Namespace) -> int:
    """Say where sessions belong; each that does not fit is refused before anything is written of it."""
    if bool(options.name) != (options.key is not None):
        raise StudyUnreadable("A name goes into a key.", "Give --name and --key together, or neither.")
    if options.table is not None:
        return _add_table(options)
    if not options.sessions or not options.participant:
        raise StudyUnreadable("Nobody said which session is whose.", "Give sessions and --participant, or --table.")
    study = load_study(options.study)
    for folder in options.sessions:
        if not folder.is_dir():
            raise StudyUnreadable("There is no session at {path}.", "Check the name and the folder.", path=folder)
    if options.key is not None:
        word = options.key_passphrase_file
        is_new = word is not None and not options.key.exists()
        passphrase = "" if word is None else new_passphrase(word) if is_new else read_passphrase(word)
        name_participant(options.key, options.participant, options.name, passphrase)
    for folder in options.sessions:
        placed = PlacedSession(
            folder=str(folder),
            participant=options.participant,
            visit=options.visit,
            date=options.date,
            condition=options.condition,
            face=options.face,
        )
        study = place_session(study, placed, options.group)
        say(f"{options.participant}: {folder}")
    return OK


def _add_table(options: argparse.Namespace) -> int:
    """Say where all sessions of a table belong; either all are added or none."""
    if options.sessions or options.participant or options.name:
        raise StudyUnreadable("A table says which session is whose.", "Give --table alone.")
    rows = planned(options.table)
    study = place_sessions(load_study(options.study), rows)
    people = {placed.participant for placed, _ in rows}
    say(f"{len(rows)} session(s) of {len(people)} participant(s) added; the study has {len(study.facts.sessions)}.")
    return OK


def _check(options: argparse.Namespace) -> int:
    """Everything that is missing or odd; returns FAILED where figures are missing."""
    study = load_study(options.study)
    found = findings(study, read_table(study, options))
    for one in found:
        say(f"{one.where}: {one.what}")
    facts = study.facts
    n_missing = sum(one.is_missing for one in found)
    say(
        f"{facts.title or study.folder.resolve().name}: {len(facts.participants)} participant(s), "
        f"{len(facts.sessions)} session(s), {n_missing} without figures, {len(found) - n_missing} note(s)",
        file=sys.stderr,
    )
    return FAILED if n_missing else OK


def _clear_cache(options: argparse.Namespace) -> int:
    """Empty the cache of a study, and say how much it was."""
    cache = load_study(options.study).folder / CACHE_FOLDER
    try:
        n_bytes = empty_cache(cache)
    except OSError as error:
        raise StudyUnwritable("{path} cannot be emptied ({reason}).", path=cache, reason=error.strerror) from error
    say(f"{n_bytes / 1e6:.1f} MB taken out of {cache}")
    return OK


def _table(options: argparse.Namespace) -> int:
    """Write the table, and its dictionary beside it; what is missing in it is said.

    Raises:
        ExportError: a file is there already, has another ending, or cannot be written.
    """
    check_suffix(options.target)
    check_free(options.target, options.force)
    beside = dictionary_beside(options.target)
    if beside is not None and is_other_dictionary(beside):
        check_free(beside, options.force)
    study = load_study(options.study)
    if options.on_cluster:
        with share_bar("Cluster") as progress:
            folders = [study.folder_of(placed) for placed in study.facts.sessions]
            fill_on_cluster(folders, study.folder / CACHE_FOLDER, progress, options.on_cluster)
    table = read_table(study, options)
    written = wide_table(table) if options.wide else table
    write_table(written, options.target)
    say_missing(study, table)
    say(f"{len(written)} rows written to {options.target}", file=sys.stderr)
    return OK


def _report(options: argparse.Namespace) -> int:
    """Write a report, with a comparison and curves around a marker where these are asked for.

    Raises:
        ExportError: the file is there already, has another ending, or cannot be written.
    """
    check_free(options.target, options.force)
    study = load_study(options.study)
    table = read_table(study, options)
    answers = []
    if options.by:
        answers.append(compared(table, compare(table, comparison_options(options), levels_of(study.facts, options.by))))
    if options.at is not None:
        answers.append(around_marker(courses_of(study, options)))
    write_study_report(study, table, answers, options.target, options.language)
    say(f"Report written to {options.target}", file=sys.stderr)
    return OK


def say_missing(study: Study, table: Table) -> None:
    """What is not in the figures, on stderr: never left out in silence."""
    found = findings(study, table)
    for one in found[:_MOST_SAID]:
        say(f"{'missing' if one.is_missing else 'note'}: {one.where}: {one.what}", file=sys.stderr)
    if len(found) > _MOST_SAID:
        say(f"{len(found) - _MOST_SAID} more; fer-desktop study check names them all", file=sys.stderr)
