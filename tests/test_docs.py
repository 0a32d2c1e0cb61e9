from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest

from fer_desktop.arguments import build_parser
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits
from fer_desktop.session.export import FORMATS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "weights").glob("*.md")])


def test_every_column_and_file_of_a_session_is_explained():
    page = (ROOT / "docs" / "session-format.md").read_text()
    for column in schema.COLUMNS:
        assert f"| `{column.name}` | {column.unit} | {column.meaning} |" in page, column.name
    for name in (schema.SESSION_FILE, schema.TIMELINE_FILE, schema.MARKERS_FILE, schema.VIDEO_FILE, schema.FRAMES_FILE):
        assert f"`{name}`" in page
    for field in fields(Edits):
        assert f"`{field.name}`" in page


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    found = set()
    for action in parser._actions:
        found.update(name for name in action.option_strings if name.startswith("--") and name != "--help")
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                found |= {name, *options_of(command)}
    return found


def test_every_command_and_option_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for name in options_of(build_parser()):
        assert f"`{name}" in readme or f" {name}" in readme, name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_pandas_example_in_the_format_page_runs(tmp_path, monkeypatch):
    from tests.session.test_session import write_session

    write_session(tmp_path)
    monkeypatch.chdir(tmp_path / "test")
    page = (ROOT / "docs" / "session-format.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(example, "session-format.md", "exec"), {})


def test_the_targets_of_the_makefile_are_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for target in ("run", "test", "install", "help"):
        assert f"make {target}" in readme


def test_every_form_of_export_is_explained():
    page = (ROOT / "docs" / "session-format.md").read_text()
    for name in FORMATS:
        assert f"| `{name}` |" in page


def test_the_r_example_names_columns_that_exist():
    """There is no R here: quotes and brackets close, and every column is one of the table."""
    page = (ROOT / "docs" / "session-format.md").read_text()
    (example,) = re.findall(r"```r\n(.*?)```", page, re.DOTALL)
    without_text = re.sub(r'"[^"]*"', "", example)
    for opening, closing in ("()", "[]", "{}"):
        assert without_text.count(opening) == without_text.count(closing)
    columns = set(re.findall(r"\$(\w+)", example)) | {"valence", "face_id"}
    assert columns <= set(schema.HEADER)
