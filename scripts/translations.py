"""Bring assets/translations up to date with the code: `make translations`.

Qt's lupdate finds what goes through `tr` and `translate`. The errors of the other layers are
literals where they are raised; they are handed to lupdate in a file made here, and so are the words of the lanes
and the phrases of reports.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "assets" / "translations"
LANGUAGES = ("zh_CN",)
# what Qt's own catalogues lack of its file dialog, which is shown where the system has none
QT_TEXTS = {
    "QFileDialog": ("&Look in:", "Files of &type:"),
    "QAbstractFileIconProvider": ("Folder", "File", "%1 File", "Drive", "Unknown"),
}
TOOLS = Path(sys.executable).parent


def error_texts() -> list[str]:
    """Every template and hint that an error is raised with, training left out; what to install, too."""
    from fer_desktop.bundle import BUNDLE_HINT, install_hint

    texts: dict[str, None] = {BUNDLE_HINT: None}
    errors = {
        node.name
        for node in ast.parse((ROOT / "fer_desktop/errors.py").read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    callers = {*errors, "Failed", install_hint.__name__}
    for path in sorted((ROOT / "fer_desktop").rglob("*.py")):
        if "training" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        hints = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in callers:
                for argument in node.args[node.func.id == "Failed" :]:  # which begins with the name of the input
                    text = (
                        hints.get(argument.id) if isinstance(argument, ast.Name) else getattr(argument, "value", None)
                    )
                    if isinstance(text, str):
                        texts[text] = None
    return list(texts)


def lane_texts() -> list[str]:
    """Names of lanes and of their curves; expressions have a table of their own."""
    from fer_desktop.core.expressions import EXPRESSIONS
    from fer_desktop.core.fused_timeline import OF_ALL_STREAMS
    from fer_desktop.core.lane import MARKERS
    from fer_desktop.results.lanes import SOURCES

    lanes = [MARKERS, *OF_ALL_STREAMS, *(source.lane for source in SOURCES)]
    texts = [text for lane in lanes for text in (lane.name, *(curve.name for curve in lane.curves))]
    return [text for text in dict.fromkeys(texts) if text not in EXPRESSIONS]


def unit_texts() -> list[str]:
    """Names of action units."""
    from fer_desktop.core.action_units import ACTION_UNITS

    return list(ACTION_UNITS.values())


def report_texts() -> list[str]:
    """Every template of a phrase, and the words that phrases are made of at run time."""
    from fer_desktop.offline.pipeline import INTERRUPTED
    from fer_desktop.results.codes import OTHER, UNKNOWN
    from fer_desktop.session import lost_info, repair

    texts = dict.fromkeys((OTHER, UNKNOWN, repair.REASON, lost_info.REASON, INTERRUPTED))
    for path in sorted((ROOT / "fer_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Phrase":
                text = getattr(node.args[0], "value", None)
                if isinstance(text, str) and re.sub(r"{\w+}|\W", "", text):
                    texts[text] = None
    return list(texts)


def update(target: Path, language: str) -> None:
    """Bring one .ts file up to date; what is translated stays."""
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "errors.py"
        lines = [f"QCoreApplication.translate('errors', {text!r})" for text in error_texts()]
        lines += [f"QCoreApplication.translate('lanes', {text!r})" for text in lane_texts()]
        lines += [f"QCoreApplication.translate('action units', {text!r})" for text in unit_texts()]
        lines += [f"QCoreApplication.translate('report', {text!r})" for text in report_texts()]
        lines += [
            f"QCoreApplication.translate({context!r}, {text!r})"
            for context, texts in QT_TEXTS.items()
            for text in texts
        ]
        extra.write_text("from PySide6.QtCore import QCoreApplication\n" + "\n".join(lines) + "\n", encoding="utf-8")
        sources = [
            *sorted((ROOT / "fer_desktop" / "app").rglob("*.py")),
            *sorted((ROOT / "fer_desktop" / "ui").rglob("*.py")),
            extra,
        ]
        command = [str(TOOLS / "pyside6-lupdate"), *map(str, sources), "-ts", str(target)]
        command += ["-no-obsolete", "-locations", "none", "-target-language", language]
        subprocess.run(command, check=True, capture_output=True)


def release(source: Path, target: Path) -> None:
    """Compile a .ts file for the app."""
    command = [str(TOOLS / "pyside6-lrelease"), str(source), "-qm", str(target)]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Update and compile every language."""
    for language in LANGUAGES:
        source = FOLDER / f"fer_desktop_{language}.ts"
        update(source, language)
        release(source, source.with_suffix(".qm"))
        print(f"{source.relative_to(ROOT)}: {source.read_text(encoding='utf-8').count('unfinished')} unfinished")


if __name__ == "__main__":
    main()
