from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from fer_desktop.cli.arguments import build_parser
from fer_desktop.results.formats import FORMATS
from fer_desktop.session import schema
from fer_desktop.session.details_schema import DETAIL_COLUMNS
from fer_desktop.session.edits import Edits
from fer_desktop.session.fused_schema import FUSED_COLUMNS
from fer_desktop.session.voice_schema import VOICE_COLUMNS
from fer_desktop.session.words_schema import WORDS_COLUMNS
from fer_desktop.studies import dictionary
from tests.factories import write_session

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "weights").rglob("*.md")])


def test_every_column_and_file_of_a_session_is_explained():
    page = (ROOT / "docs" / "session-format.md").read_text()
    described: list[schema.Column] = [*schema.COLUMNS, *VOICE_COLUMNS, *WORDS_COLUMNS, *FUSED_COLUMNS]
    for column in described:
        assert f"| `{column.name}` | {column.unit} | {column.meaning} |" in page, column.name
    for column in DETAIL_COLUMNS:
        is_side = column.name.startswith("AU") and column.name.endswith(("_left", "_right"))
        assert is_side or f"| `{column.name}` | {column.unit} | {column.meaning} |" in page, column.name
    files = (schema.SESSION_FILE, schema.TIMELINE_FILE, schema.MARKERS_FILE, schema.VIDEO_FILE, schema.FRAMES_FILE)
    streams = (schema.VOICE_FILE, schema.UTTERANCES_FILE, schema.WORDS_FILE, schema.FUSED_FILE, schema.DETAILS_FILE)
    for name in (*files, *streams):
        assert f"`{name}`" in page
    for field in fields(Edits):
        if field.name == "unknown":  # is no key: it holds those of other versions
            continue
        assert f"`{field.name}`" in page


def test_every_column_of_the_table_of_a_study_is_explained():
    page = (ROOT / "docs" / "studies.md").read_text()
    for column in dictionary.COLUMNS:
        assert f"| `{column.name}` | {column.unit} | {column.meaning} |" in page, column.name


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    found = set()
    for action in parser._actions:
        found.update(name for name in action.option_strings if name.startswith("--") and name != "--help")
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                found |= {name, *options_of(command)}
    return found


def test_every_command_and_option_is_documented():
    page = (ROOT / "docs" / "command-line.md").read_text()
    for name in options_of(build_parser()):
        assert f"`{name}" in page or f" {name}" in page, name


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(), re.DOTALL)


def commands(page: Path) -> list[str]:
    """Lines of plain blocks, and code in sentences and tables, that call the program."""
    lines = [line.split("   ")[0].strip() for block in blocks(page, "") for line in block.splitlines()]
    lines += re.findall(r"`(fer-desktop [^`]+)`", page.read_text())
    return [line for line in lines if line.startswith("fer-desktop ")]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_in_the_docs_are_understood(page):
    for line in commands(page):
        words = shlex.split(line)[1:]
        if len(words) == 1 and words[0] in options_of(build_parser()):
            continue  # a command is named, not called
        try:
            build_parser().parse_args(words)
        except SystemExit as stop:
            assert stop.code == 0, f"{page.name}: {line}"  # --version and --help end with 0


def test_there_are_commands_to_look_at():
    assert len(commands(ROOT / "docs" / "command-line.md")) > 10
    assert len(commands(ROOT / "docs" / "user-guide.md")) > 8


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_other_commands_in_the_docs_exist(page):
    text = page.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets
    for module in re.findall(r"python -m (fer_desktop[.\w]*)", text):
        assert (ROOT / (module.replace(".", "/") + ".py")).is_file() or (ROOT / module.replace(".", "/")).is_dir()
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(re.findall(r"fer-desktop\[(\w+)\]", text)) <= set(extras)


def test_the_source_of_the_developer_guide_is_one():
    from fer_desktop.offline.pipeline import analyze_source
    from tests.fakes import FakeAnalyzer, FakeSink

    (example,) = blocks(ROOT / "docs" / "developer-guide.md", "python")
    names: dict = {}
    exec(compile(example, "developer-guide.md", "exec"), names)
    source = names["GraySource"]()
    source.open()
    assert analyze_source(source, FakeAnalyzer(), FakeSink(), lambda _: None).n_frames == 100


def test_the_scripts_about_live_out_can_be_read():
    page = ROOT / "docs" / "live-out.md"
    for script in blocks(page, "python") + blocks(page, "python psychopy"):
        compile(script, "live-out.md", "exec")
    (overlay,) = blocks(page, "html")
    keys = set(re.findall(r"face\.(\w+)", overlay))
    assert {"box", "expression", "probability"} <= keys
    assert all(f"`{key}`" in page.read_text() for key in keys)


def test_the_first_session_of_the_user_guide_works(tmp_path, monkeypatch):
    from fer_desktop.cli.main import main

    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks(ROOT / "docs" / "user-guide.md", "") for line in block.splitlines()]
    for line in lines[:2]:
        words = shlex.split(line.replace("--duration 20", "--duration 1"))
        assert words[0] == "fer-desktop"
        assert main(words[1:]) == 0
    assert len((tmp_path / "demo.csv").read_text().splitlines()) == 31


def test_messages_of_the_user_guide_exist():
    """Each message in its table stands in the code, with dots for what differs."""
    page = (ROOT / "docs" / "user-guide.md").read_text()
    table = page.split("| message |")[1].split("\n\n")[0]
    code = "\n".join(path.read_text() for path in (ROOT / "fer_desktop").rglob("*.py"))
    plain = re.sub(r"\{[^}]*\}", "...", code)
    for row in table.splitlines()[2:]:
        message = re.sub(r" \(in the picture\)", "", row.split("|")[1].strip())
        for part in re.split(r"\.\.\.|,| / ", message):
            if len(part.strip()) > 3:
                assert part.strip() in plain, part


def outline(page: Path) -> list[str]:
    """What two languages of a page have in common: levels of headings, code, tables."""
    return re.findall(r"^#+(?= )|^```.*?^```|^\|[-| ]*$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_chinese_guide_has_the_parts_of_the_english_one():
    english, chinese = (ROOT / "docs" / f"user-guide{language}.md" for language in ("", ".zh_CN"))
    assert outline(chinese) == outline(english)


def test_messages_of_the_chinese_guide_are_those_of_the_window():
    page = (ROOT / "docs" / "user-guide.zh_CN.md").read_text(encoding="utf-8")
    table = page.split("| 提示 |")[1].split("\n\n")[0]
    catalogue = (ROOT / "assets" / "translations" / "fer_desktop_zh_CN.ts").read_text(encoding="utf-8")
    plain = re.sub(r"\{[^}]*\}", "...", catalogue)
    for row in table.splitlines()[2:]:
        message = re.sub(r"（在画面中）", "", row.split("|")[1].strip())
        for part in re.split(r"\.\.\.|，| / ", message):
            assert part.strip(" （）。") in plain or part.isascii(), part  # a terminal shows English


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_pandas_example_in_the_format_page_runs(tmp_path, monkeypatch):
    write_session(tmp_path, "s")
    monkeypatch.chdir(tmp_path / "s")
    page = (ROOT / "docs" / "session-format.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(example, "session-format.md", "exec"), {})


def test_the_targets_of_the_makefile_are_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    for target in ("run", "test", "install", "help"):
        assert f"make {target}" in readme


def test_every_export_format_is_explained():
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


def prose(page: Path) -> list[str]:
    """Lines that can be wrapped: no code, no rows of tables, no long links."""
    without_code = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    return [line for line in without_code.splitlines() if not line.startswith("|") and " " in line.strip()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_lines_wrap_at_100(page: Path) -> None:
    assert not [line for line in prose(page) if len(line) > 100]


def test_the_architecture_names_every_folder_and_no_file_that_is_gone() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    package = ROOT / "fer_desktop"
    for folder in [path.parent for path in package.rglob("__init__.py") if path.parent != package]:
        name = folder.relative_to(package).as_posix()
        assert f"`{name}`" in page or name.startswith("capture/demo"), name
    for path in package.glob("[a-z]*.py"):
        assert f"`{path.name}`" in page, path.name
    for name in re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py)`", page):
        assert (package / name).is_file(), name


def test_no_two_decisions_have_the_same_number():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    for number, page in zip(numbers, pages, strict=True):
        assert page.read_text().startswith(f"# {number}. "), page.name


def test_actions_of_the_workflow_are_named_by_commit():
    used = re.findall(r"uses: (\S+)", "".join(p.read_text() for p in (ROOT / ".github" / "workflows").glob("*.yml")))
    assert used
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action in used)
