"""`make train` takes hours and is seldom run: here each of its commands is at least understood by its program."""

from __future__ import annotations

import argparse
import importlib
import shlex
import subprocess
import sys

import pytest

from tests.test_docs import ROOT


class _UnderstoodError(Exception):
    """Raised instead of the work that would follow."""


def commands() -> list[list[str]]:
    """Module and arguments of each program that `make train` starts."""
    recipe = subprocess.run(
        ["make", "-n", "train", "DATA=data", "CLIPS=clips", "MODEL=model.npz", "JUDGE=judge.npz"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    lines = recipe.replace("\\\n", " ").splitlines()
    programs = [shlex.split(line.split(" || ")[-1]) for line in lines if " -m fer_desktop.training" in line]
    return [words[words.index("-m") + 1 :] for words in programs]


COMMANDS = commands()


def test_the_recipe_trains_and_fits_everything():
    modules = [module.removeprefix("fer_desktop.training.") for module, *_ in COMMANDS]
    assert len(COMMANDS) > 20
    assert {"prepare", "train", "temporal", "photographs", "units", "certainty", "baselines", "export"} <= {*modules}
    assert modules[-1] == "export"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0].rpartition(".")[2])
def test_its_commands_are_understood(command, monkeypatch):
    parse_args = argparse.ArgumentParser.parse_args

    def understood(parser: argparse.ArgumentParser) -> None:
        parse_args(parser)
        raise _UnderstoodError

    module, *arguments = command
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", understood)
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    with pytest.raises(_UnderstoodError):
        importlib.import_module(module).main()


def test_what_a_command_reads_was_written_before_it():
    """Of the files in runs/: each argument but those after --out names what an earlier command wrote."""
    written = set()
    for module, *arguments in COMMANDS:
        outs = {arguments[i + 1] for i, word in enumerate(arguments) if word == "--out"}
        read = {word for word in arguments if word.startswith("runs/")} - outs
        assert read <= written, f"{module} reads {sorted(read - written)}"
        written |= outs
        if module.endswith((".prepare", ".clips")):
            written |= {"runs/ferplus_aligned.npz", "runs/clips.npz"}
