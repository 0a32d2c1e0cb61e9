"""The page and the notebook about the Python interface: what they show works."""

from __future__ import annotations

import ast
import json
import re
import warnings
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"

pytestmark = pytest.mark.slow


def test_the_blocks_of_the_page_work_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(), re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        exec(compile(block, "python.md", "exec"), names)
    assert {path.name for path in tmp_path.glob("*.*")} == {"why.png", "plot.png", "report.html", "session.json"}


def test_the_cells_of_the_notebook_work_and_find_the_smile(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notebook = json.loads((DOCS / "notebook.ipynb").read_text())
    assert notebook["nbformat"] == 4
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names: dict = {}
    shown = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of statsmodels, about few groups
        for cell in cells:
            *body, last = ast.parse(cell).body
            exec(compile(ast.Module(body, []), "notebook.ipynb", "exec"), names)
            if isinstance(last, ast.Expr):
                shown.append(eval(compile(ast.Expression(last.value), "notebook.ipynb", "eval"), names))
            else:
                exec(compile(ast.Module([last], []), "notebook.ipynb", "exec"), names)
    assert any(value is not None and hasattr(value, "_repr_png_") for value in shown)
    assert names["low"] > 0
