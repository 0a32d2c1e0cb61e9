"""`fer-desktop evaluate`: how well the app reads pictures or clips that somebody labelled."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict

from tqdm import tqdm

from fer_desktop.cli.agreement import print_tables
from fer_desktop.cli.exit_code import FAILED, INTERRUPTED, OK
from fer_desktop.cli.export import check_free
from fer_desktop.cli.say import say, visible
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.offline.label_tables import against_labels, label_tables
from fer_desktop.offline.labelled import Labelled, LabelledSet, read_labelled
from fer_desktop.offline.looking import Seen, look_at
from fer_desktop.paths import adapted_dir, weights_dir
from fer_desktop.session.cells import guarded
from fer_desktop.session.files import write_whole
from fer_desktop.settings import DEFAULT_MAX_FACES
from fer_desktop.vision.adapted import chosen_adapted
from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

_SHOWN = 10  # names of what was left out; the others are counted


def run(options: argparse.Namespace) -> int:
    """Print the figures; returns the exit code."""
    try:
        return _evaluate(options)
    except KeyboardInterrupt:
        say("Interrupted. Nothing was written.", file=sys.stderr)
        return INTERRUPTED


def _evaluate(options: argparse.Namespace) -> int:
    if options.out is not None:
        check_free(options.out, options.force)
    given = read_labelled(options.labelled, options.pictures)
    say_left_out(given)
    seen, n_unread = look_at_all(given, options)
    if options.out is not None:
        write_whole(options.out, _table(seen))
        say(f"Answers written to {options.out}", file=sys.stderr)
    if options.json:
        say(json.dumps({"unread": n_unread, **asdict(against_labels(seen))}, ensure_ascii=False).replace("NaN", "null"))
    else:
        if n_unread:
            say(f"{n_unread} could not be read and are not counted.")
        print_tables(label_tables(given, seen))
    return FAILED if not seen else OK


def look_at_all(given: LabelledSet, options: argparse.Namespace) -> tuple[dict[Labelled, Seen | None], int]:
    """What is seen in each item, and how many cannot be read; says how far it is."""
    faces = int(options.max_faces or DEFAULT_MAX_FACES)
    analyzer = open_analyzer(
        AnalyzerOptions(
            weights_dir(),
            faces,
            options.device or "auto",
            prior=options.prior or "balanced",
            adapted=chosen_adapted(adapted_dir(), options.adapted),
        )
    )
    seen: dict[Labelled, Seen | None] = {}

    def note(text: str) -> None:
        tqdm.write(visible(f"warning: {text}"), file=sys.stderr)

    try:
        with tqdm(total=len(given.items), desc="labelled", disable=None) as bar:
            for item, found in look_at(given.items, analyzer, note):
                seen[item] = found
                bar.update()
    finally:
        analyzer.close()
    return seen, len(set(given.items)) - len(seen)


def say_left_out(given: LabelledSet) -> None:
    """What of the set has no label that is known, and whose labels are read."""
    if given.codings:
        say(f"labels of {', '.join(one.coder for one in given.codings if one.n_coded)}", file=sys.stderr)
    if given.left_out:
        rest = f" and {len(given.left_out) - _SHOWN} more" if len(given.left_out) > _SHOWN else ""
        reason = "no expression that most coders gave" if given.codings else "no expression"
        say(f"left out, {reason}: {', '.join(given.left_out[:_SHOWN])}{rest}", file=sys.stderr)


def _table(seen: Mapping[Labelled, Seen | None]) -> bytes:
    """One row for each item: what was said of it and how probable; blank where no face was found."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("file", "person", "start_s", "end_s", "label", "answer", "quality", *EXPRESSIONS))
    for one, found in seen.items():
        end = "" if one.end_s == float("inf") else f"{one.end_s:.3f}"
        head = (guarded(str(one.path)), guarded(one.person), f"{one.start_s:.3f}", end, one.expression)
        if found is None:
            writer.writerow((*head, *("" for _ in range(2 + len(EXPRESSIONS)))))
            continue
        values = (f"{value:.6f}" for value in found.probabilities.mean(axis=0))
        writer.writerow((*head, found.said.answer, f"{found.quality.mean():.3f}", *values))
    return text.getvalue().encode()
