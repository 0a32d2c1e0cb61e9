"""`fer-desktop study synchrony` and `study pairs`: faces that move together."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from fer_desktop.cli.export import opened
from fer_desktop.cli.progress import share_bar
from fer_desktop.cli.sessions import passphrase_of
from fer_desktop.cli.study_answers import check_figure, passphrase_in, print_answer
from fer_desktop.studies.questions import TwoFacesQuestion, two_faces
from fer_desktop.studies.study import load_study
from fer_desktop.studies.synchrony import Asked
from fer_desktop.studies.synchrony_answers import together
from fer_desktop.studies.together import all_pairs


def print_synchrony(options: argparse.Namespace) -> int:
    """Print how far two faces of a session, or one of each of two, move together."""
    check_figure(options)
    folders = [folder for folder in (options.session, options.other) if folder is not None]
    sessions = [opened(folder, passphrase_of(folder, options.passphrase_file)) for folder in folders]
    question = TwoFacesQuestion(
        folders=tuple(map(str, folders)),
        faces=(options.faces[0], options.faces[1]),
        curve=options.curve,
        marker=options.marker,
        asked=_asked(options),
    )
    found = two_faces(sessions, question, options.calibrated)
    return print_answer(together(found), asdict(found), options)


def print_pairs(options: argparse.Namespace) -> int:
    """Print how far every two faces of one session move together, in all sessions of a study."""
    check_figure(options)
    study, asked = load_study(options.study), _asked(options)
    with share_bar("Study") as progress:
        found = all_pairs(study, options.curve, asked, passphrase_in(options), options.calibrated, progress)
    return print_answer(together(found), asdict(found), options)


def _asked(options: argparse.Namespace) -> Asked:
    return Asked(options.window, options.longest_lag, options.seed)
