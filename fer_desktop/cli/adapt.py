"""`fer-desktop adapt`: another last layer for some people, and what is known of it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fer_desktop.adaptation.tables import advice, card_tables
from fer_desktop.cli.agreement import print_tables
from fer_desktop.cli.evaluate import say_left_out
from fer_desktop.cli.exit_code import FAILED, INTERRUPTED, OK
from fer_desktop.cli.export import opened
from fer_desktop.cli.progress import share_bar
from fer_desktop.cli.say import say
from fer_desktop.cli.sessions import passphrase_of
from fer_desktop.errors import CodesUnreadable, ExportError, FerError
from fer_desktop.facts import encoded
from fer_desktop.offline.adapting import CodedSession, adapt
from fer_desktop.offline.labelled import LabelledSet, read_labelled
from fer_desktop.paths import adapted_dir, settings_file, weights_dir
from fer_desktop.session.codings import load_codings
from fer_desktop.session.schema import SESSION_FILE
from fer_desktop.session.store import is_sealed
from fer_desktop.settings import load_settings, save_settings
from fer_desktop.vision.adapted import (
    adapted_path,
    add_adapted,
    chosen_adapted,
    keep_adapted,
    kept_adapted,
    read_adapted,
    remove_adapted,
)


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; returns the exit code."""
    actions: dict[str, Callable[[], int]] = {
        "make": lambda: make(options),
        "list": print_kept,
        "show": lambda: show(options.name, options.json),
        "add": lambda: add(options.file),
        "remove": lambda: remove(options.name),
    }
    try:
        return actions[options.action]()
    except KeyboardInterrupt:
        say("Interrupted. Nothing was kept.", file=sys.stderr)
        return INTERRUPTED


def make(options: argparse.Namespace) -> int:
    """Adapt, say how it does on what was held out, and keep it if that is better; returns the exit code.

    Raises:
        ExportError: the name is taken, or nothing can be written.
        CodesUnreadable: there is too little to adapt to.
    """
    path = adapted_path(adapted_dir(), options.name)
    if path.exists():
        raise ExportError(
            "There are adapted weights of the name {name}.", "Choose another name, or remove those.", name=options.name
        )
    given = [_given(one, options) for one in options.labelled]
    with share_bar("Adapt") as progress:
        weights = adapt(options.name, weights_dir(), given, progress, lambda text: say(text, file=sys.stderr))
    print_tables(card_tables(weights))
    if not (weights.card.advised or options.anyway):
        say("Nothing was kept. Add --anyway to keep it all the same.", file=sys.stderr)
        return FAILED
    say(f"Kept in {keep_adapted(adapted_dir(), weights)}", file=sys.stderr)
    return OK


def _given(path: Path, options: argparse.Namespace) -> LabelledSet | CodedSession:
    if (path / SESSION_FILE).is_file() or is_sealed(path):
        session = opened(path, passphrase_of(path, options.passphrase_file))
        codings = [one for one in load_codings(session.store) if one.n_coded]
        if not codings:
            raise CodesUnreadable(
                "Nobody has coded {path}.", "Code it on the Label page, or name files with codes.", path=path
            )
        return CodedSession(session, codings)
    found = read_labelled(path, options.pictures)
    say_left_out(found)
    return found


def print_kept() -> int:
    """One line for each that is kept; returns the exit code."""
    names = kept_adapted(adapted_dir())
    for name in names:
        try:
            weights = read_adapted(adapted_path(adapted_dir(), name)).weights
        except FerError as error:
            say(f"{name}  (cannot be read: {error.message})")
            continue
        say(f"{name}  {weights.kind}, {weights.card.n} examples, UAR {weights.card.gain:+.3f}  ({advice(weights)})")
    if not names:
        say(f"No adapted weights in {adapted_dir()}", file=sys.stderr)
    return OK


def show(name: str, as_json: bool) -> int:
    """What adapted weights say of themselves; returns the exit code.

    Raises:
        WeightsMissing, WeightsMismatch: there are none, or they make no sense.
    """
    file = read_adapted(chosen_adapted(adapted_dir(), name) or Path(name))
    if as_json:
        values = {name: value for name, value in encoded(file.weights).items() if name not in ("weight", "bias")}
        say(json.dumps({**values, "sha256": file.sha256}))
        return OK
    print_tables(card_tables(file.weights))
    say(f"\nSHA-256 {file.sha256}  {file.path}")
    return OK


def add(path: Path) -> int:
    """Keep a file that was made elsewhere; returns the exit code.

    Raises:
        WeightsMissing, WeightsMismatch: it is none, or is not there.
        ExportError: its name is taken.
    """
    say(f"Kept in {add_adapted(adapted_dir(), path)}", file=sys.stderr)
    return OK


def remove(name: str) -> int:
    """Remove adapted weights, from the settings, too; returns the exit code.

    Raises:
        WeightsMissing: there are none of this name.
    """
    remove_adapted(adapted_dir(), name)
    say(f"Removed: {name}", file=sys.stderr)
    settings = load_settings(settings_file())
    if settings.adapted == name:
        save_settings(replace(settings, adapted=""), settings_file())
        say("The window uses the model as shipped again.", file=sys.stderr)
    return OK
