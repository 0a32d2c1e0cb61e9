from __future__ import annotations

from fer_desktop.cli.main import main


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr()
