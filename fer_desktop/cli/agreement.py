"""`fer-desktop sessions sample`, `codes` and `agreement`: moments for human coders, and what comes of their codes."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.export import check_free, opened
from fer_desktop.cli.say import say
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.agreement_tables import Agreement, agreement_tables
from fer_desktop.results.agreement_tables import agreement as agreement_of
from fer_desktop.results.code_files import import_codes, read_codes
from fer_desktop.results.codes import coding_csv, sampled_moments, uncoded
from fer_desktop.results.tables import ReportTable
from fer_desktop.session.codings import Coding, load_codings
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
    write_whole(options.target, coding_csv(uncoded(moments)))
    say(f"{len(moments)} moments written to {options.target}", file=sys.stderr)
    return OK


def codes(options: argparse.Namespace, passphrase: str) -> int:
    """Keep codes with a session, write those of a coder to a file, say who has coded; returns the exit code.

    Raises:
        CodesUnreadable: a file holds no codes, or nobody of that name has coded.
        ExportError: the file is there already, or cannot be written.
        SessionError: the session cannot be read, or codes not be kept.
    """
    session = opened(options.folder, passphrase)
    codings = import_codes(session, options.codes) if options.codes else load_codings(session.store)
    if options.out is not None:
        check_free(options.out, options.force)
        write_whole(options.out, coding_csv(_coding_of(codings, options.coder).moments))
        say(f"Codes written to {options.out}", file=sys.stderr)
        return OK
    for one in codings:
        say(f"{one.coder}  {one.n_coded} of {len(one.moments)} moments  ({one.origin})")
    if not codings:
        say("Nobody has coded this session.", file=sys.stderr)
    return OK


def _coding_of(codings: list[Coding], coder: str) -> Coding:
    found = [one for one in codings if one.coder == coder or (not coder and len(codings) == 1)]
    if not found:
        known = ", ".join(one.coder for one in codings) or "nobody"
        raise CodesUnreadable(
            "There are no codes of {coder!r}; {known} has coded.", "Name one with --coder.", coder=coder, known=known
        )
    return found[0]


def agreement(options: argparse.Namespace, passphrase: str) -> int:
    """Print how far coders agree with each other and with the app; returns the exit code.

    Raises:
        CodesUnreadable: a file holds no codes, or nobody has coded.
        SessionError: the session cannot be read.
    """
    session = opened(options.folder, passphrase)
    given = [read_codes(path, session.face_ids) for path in options.codes]
    codings = [one for one in given or load_codings(session.store) if one.n_coded]
    if not codings:
        raise CodesUnreadable(
            "Nobody has coded {path}.", "Code it on the Label page, or name files with codes.", path=options.folder
        )
    found = agreement_of(session, codings)
    if options.json:
        say(json.dumps(_values(found), ensure_ascii=False).replace("NaN", "null"))
        return OK
    print_tables(agreement_tables(found))
    say(f"\n{found.method}")
    return OK


def _values(found: Agreement) -> dict[str, object]:
    among = found.coders
    return {
        "app": [{"calibrated": calibrated, **asdict(one)} for calibrated, one in found.app],
        "of_session": [{"calibrated": calibrated, **asdict(one)} for calibrated, one in found.of_session],
        "coders": {**asdict(among), "kappas": [[*pair, kappa] for pair, kappa in among.kappas.items()]},
        "coverage": [
            {"label": one.label, "start_s": one.span.start_s, "end_s": one.span.end_s, "n_frames": one.n_frames,
             "not_found": one.not_found, "unreliable": one.unreliable}
            for one in found.coverage
        ],
        "method": found.method,
    }  # fmt: skip


def print_tables(tables: Iterable[ReportTable]) -> None:
    """Tables as text, their columns one below the other."""
    for table in tables:
        rows = [*([table.head] if table.head else []), *table.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
        say(f"\n{table.heading}")
        for row in rows:
            say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
