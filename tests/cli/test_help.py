from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator

import pytest

from fer_desktop.cli.arguments import build_parser


def all_of(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from all_of(command)


@pytest.mark.parametrize("parser", list(all_of(build_parser())), ids=lambda parser: parser.prog)
def test_every_command_says_what_it_does_and_every_option_what_it_is_for(parser):
    assert parser.description and parser.description.rstrip().endswith(".")
    assert all(action.help for action in parser._actions if not isinstance(action, argparse._SubParsersAction))


@pytest.mark.parametrize("parser", [one for one in all_of(build_parser()) if one.epilog], ids=lambda one: one.prog)
def test_examples_are_understood(parser):
    program, *words = shlex.split((parser.epilog or "").removeprefix("Example: "))
    assert program == "fer-desktop" and build_parser().parse_args(words)
