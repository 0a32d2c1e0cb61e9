"""`fer-desktop sessions sample` and `sessions agreement`: moments for human coders, and what comes of their codes."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.export import check_free, opened
from fer_desktop.cli.say import say
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.agreement import Against, Between, against, answers, between, method_paragraph
from fer_desktop.results.codes import moments_csv, read_codes, sampled_moments
from fer_desktop.session.calibrating import is_calibrated
from fer_desktop.session.files import write_whole


def sample(options: argparse.Namespace, passphrase: str) -> int:
    """Write moments for coders, without any answer of the app; returns the exit code.

    Raises:
        ExportError: the file is there already, or cannot be written.
        SessionError: the session cannot be read.
    """
    check_free(options.target, options.force)
    moments = sampled_moments(opened(options.folder, passphrase), options.moments, options.seed)
    if not moments:
        say("There is no face to look at.", file=sys.stderr)
        return FAILED
    write_whole(options.target, moments_csv(moments))
    say(f"{len(moments)} moments written to {options.target}", file=sys.stderr)
    return OK


def agreement(options: argparse.Namespace, passphrase: str) -> int:
    """Print how far coders agree with each other and with the app; returns the exit code.

    Raises:
        CodesUnreadable: a file holds no codes.
        ExportError: a library is missing.
        SessionError: the session cannot be read.
    """
    session = opened(options.folder, passphrase)
    coders = {path.stem: read_codes(path, session.face_ids) for path in options.codes}
    kinds = (False, True) if is_calibrated(session.table) else (False,)
    app = [
        (calibrated, against(name, codes, answers(session, codes, calibrated)))
        for name, codes in coders.items()
        for calibrated in kinds
    ]
    among = between(coders)
    paragraph = method_paragraph(session, len(coders), len(set().union(*coders.values())))
    if options.json:
        values = {
            "app": [{"calibrated": calibrated, **asdict(one)} for calibrated, one in app],
            "coders": {**asdict(among), "kappas": [[*pair, kappa] for pair, kappa in among.kappas.items()]},
            "method": paragraph,
        }
        say(json.dumps(values, ensure_ascii=False).replace("NaN", "null"))
        return OK
    for calibrated, one in app:
        _print_against(one, calibrated)
    _print_between(among)
    say(f"\n{paragraph}")
    return OK


def _print_against(one: Against, calibrated: bool) -> None:
    kind = "calibrated" if calibrated else "not calibrated"
    say(f"\nApp ({kind}) against {one.coder}: {one.n} moments with an expression")
    say(f"  no face {one.not_found:.1%}, unreliable {one.unreliable:.1%}")
    say(f"  accuracy {one.accuracy:.3f}, UAR {one.uar:.3f}, Cohen's kappa {one.kappa:.3f}")
    for part in one.classes:
        if part.n:
            recall = f"recall {part.recall:.2f} ({part.recall_95[0]:.2f} to {part.recall_95[1]:.2f})"
            precision = f"precision {part.precision:.2f} ({part.precision_95[0]:.2f} to {part.precision_95[1]:.2f})"
            say(f"  {part.expression:>10} n {part.n:4d}  {recall}  {precision}")
    say(f"  confusion (row: code, column: answer): {' '.join(EXPRESSIONS)}")
    for name, row in zip(EXPRESSIONS, one.confusion, strict=True):
        say(f"  {name:>10} {' '.join(f'{count:4d}' for count in row)}")


def _print_between(among: Between) -> None:
    say(f"\nCodes: {', '.join(f'{code} {n}' for code, n in among.prevalence.items())}")
    for (one, other), kappa in among.kappas.items():
        say(f"  {one} and {other}: Cohen's kappa {kappa:.3f}")
    if among.alpha is not None and among.fleiss is not None:
        say(f"  all coders: Fleiss' kappa {among.fleiss:.3f}, Krippendorff's alpha {among.alpha:.3f}")
