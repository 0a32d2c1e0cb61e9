"""What `fer-desktop study` answers: comparisons, curves around a marker, one person over time."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.cli.agreement import print_tables
from fer_desktop.cli.exit_code import OK
from fer_desktop.cli.export import check_free
from fer_desktop.cli.progress import share_bar
from fer_desktop.cli.say import say
from fer_desktop.cli.sessions import json_values
from fer_desktop.errors import ExportError, StudyUnreadable
from fer_desktop.session.passphrase import read_passphrase
from fer_desktop.session.table import Table
from fer_desktop.studies.answers import Answer, around_marker, compared, trends_of
from fer_desktop.studies.comparing import NOTE, Options, compare
from fer_desktop.studies.comparison_tables import method_of
from fer_desktop.studies.courses import Courses, courses
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.levels import levels_of
from fer_desktop.studies.marker_curves import CourseOptions
from fer_desktop.studies.over_time import over_time
from fer_desktop.studies.picture_files import PICTURE_SUFFIXES, write_picture
from fer_desktop.studies.study import Study, load_study


def print_comparison(options: argparse.Namespace) -> int:
    """Print means and differences over people, how they were made, and what is missing in them."""
    check_figure(options)
    study = load_study(options.study)
    table = read_table(study, options)
    asked = comparison_options(options)
    found = compare(table, asked, levels_of(study.facts, asked.by))
    return print_answer(compared(table, found), {**asdict(found), "method": method_of(found), "note": NOTE}, options)


def print_course(options: argparse.Namespace) -> int:
    """Print what there is around a marker, and where levels differ."""
    check_figure(options)
    found = courses_of(load_study(options.study), options)
    return print_answer(around_marker(found), asdict(found), options)


def print_trends(options: argparse.Namespace) -> int:
    """Print how one person changes over sessions, or everybody within a session."""
    if (options.participant is None) == (options.parts is None):
        raise StudyUnreadable("Over what time is not clear.", "Give --participant or --parts, one of the two.")
    check_figure(options)
    study = load_study(options.study)
    if options.parts is not None:
        table = read_table(study, options, options.parts)
        asked = Options(
            by="condition",
            measure=options.measure,
            expressions=tuple(options.expressions),
            least_seen=options.least_seen,
            seed=options.seed,
        )
        found = compare(table, asked)
        values = {**asdict(found), "method": method_of(found), "note": NOTE}
        return print_answer(compared(table, found), values, options)
    table = read_table(study, options)
    expressions = tuple(options.expressions)
    trends = over_time(table, options.participant, options.measure, expressions, options.least_seen, options.seed)
    answer = trends_of(trends, options.participant, options.measure)
    return print_answer(answer, asdict(trends), options)


def comparison_options(options: argparse.Namespace) -> Options:
    """What is to be compared."""
    return Options(
        by=options.by,
        measure=options.measure,
        expressions=tuple(options.expressions),
        levels=tuple(options.levels),
        against=options.against,
        baseline_condition=options.baseline_condition,
        least_seen=options.least_seen,
        seed=options.seed,
    )


def courses_of(study: Study, options: argparse.Namespace) -> Courses:
    """Curves around the marker that is asked for, with a bar while they are read."""
    baseline = None if options.no_baseline else tuple(options.baseline or (options.from_s, min(0.0, options.to_s)))
    asked = CourseOptions(
        marker=options.at,
        from_s=options.from_s,
        to_s=options.to_s,
        curve=options.curve,
        by=options.by,
        levels=tuple(options.levels),
        against=options.against,
        baseline=baseline,
        least_seen=options.least_seen,
        seed=options.seed,
        tests_clusters=options.cluster,
    )
    with share_bar("Study") as progress:
        return courses(study, asked, passphrase_in(options), options.calibrated, progress)


def passphrase_in(options: argparse.Namespace) -> str:
    """The passphrase of the encrypted sessions; "" without a file of it."""
    file: Path | None = options.passphrase_file
    return read_passphrase(file) if file else ""


def read_table(study: Study, options: argparse.Namespace, parts: int = 1) -> Table:
    """The table of a study, with a bar while it is made."""
    with share_bar("Study") as progress:
        return study_table(study, passphrase_in(options), options.calibrated, progress, parts)


def check_figure(options: argparse.Namespace) -> None:
    """Refuse a figure that cannot be written, before anything is read.

    Raises:
        ExportError: it is there already, or has another ending.
    """
    file: Path | None = options.figure
    if file is None:
        return
    if file.suffix.lower() not in PICTURE_SUFFIXES:
        raise ExportError("{path} is none of .png, .svg, .pdf and .csv.", "Choose one of these endings.", path=file)
    check_free(file, options.force)


def print_answer(answer: Answer, values: dict[str, Any], options: argparse.Namespace) -> int:
    """Print an answer, and write its figures: the first as it is called, others with their names."""
    if options.figure is not None:
        for i, picture in enumerate(answer.pictures):
            file: Path = options.figure
            target = file if not i else file.with_name(f"{file.stem}-{picture.name}{file.suffix}")
            check_free(target, options.force)
            write_picture(picture, target)
            say(f"Figure written to {target}", file=sys.stderr)
    if options.json:
        values = {**values, "texts": answer.texts}
        say(json.dumps(json_values(values), ensure_ascii=False, allow_nan=False, default=_plain))
        return OK
    print_tables(list(answer.tables))
    for text in answer.texts:
        say(f"\n{text}")
    return OK


def _plain(value: Any) -> Any:
    """Arrays, times and the like, as JSON has them."""
    if isinstance(value, slice):
        return [value.start, value.stop]
    return json_values(value.tolist()) if isinstance(value, np.ndarray) else str(value)
