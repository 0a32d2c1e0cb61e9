"""session.json as one value: every version of it, what it refuses, and what a rewrite keeps."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from fer_desktop.core.types import SourceInfo
from fer_desktop.facts import Facts, encoded, hints_of, load_json
from fer_desktop.session.info import SessionInfo, SourceFacts, info_bytes, info_of, is_too_new
from fer_desktop.session.library import read_info
from fer_desktop.session.lost_info import lost_info
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.repair import recover
from fer_desktop.session.schema import SCHEMA_VERSION
from fer_desktop.session.setting_facts import CutFacts
from fer_desktop.session.store import PlainStore
from fer_desktop.session.table import read_table
from tests.fakes import MODEL, make_analysis, make_tracked

FIRST_VERSION = Path(__file__).parents[1] / "data" / "session_v1" / "session.json"
NEW_KEYS = {"of_a_later_version": {"source": "camera"}, "unknown": 7}


def unfinished(root: Path) -> Path:
    writer = SessionWriter(root, SessionHeader("s", SourceInfo("cam", 64, 48, 30.0), MODEL))
    writer.add_analysis(make_analysis(0, [make_tracked(1)]))
    writer.name_face(1, "Mia")
    return Path(writer.abandon("the cable"))


def test_a_session_of_the_first_version_is_read():
    info = info_of(FIRST_VERSION.read_bytes())
    assert (info.schema_version, info.source.name, info.complete, info.top_expressions) == (1, "clip.mp4", True, {})
    assert [(face.face_id, face.samples, face.name) for face in info.faces] == [(1, 3, ""), (2, 1, "")]


def test_what_is_written_is_read_again(tmp_path):
    data = (unfinished(tmp_path) / "session.json").read_bytes()
    info = info_of(data)
    assert info_bytes(info) == data
    assert info.faces[0].name == "Mia"
    assert not info.unknown


@pytest.mark.parametrize("left", [b"", b"\0" * 600])
def test_what_a_power_failure_leaves_empty_is_named_so(tmp_path, left):
    folder = unfinished(tmp_path)
    (folder / "session.json").write_bytes(left)
    store = PlainStore(folder)
    assert "is empty or missing" in str(lost_info(store)) and not read_info(store).complete
    with pytest.raises(ValueError, match="it is empty"):
        load_json(left.decode())
    with pytest.raises(ValueError, match="it is empty"):
        read_table(b"", SCHEMA_VERSION)


def test_keys_of_a_later_version_survive_a_rewrite_at_every_depth(tmp_path):
    folder = unfinished(tmp_path)
    path = folder / "session.json"
    values = json.loads(path.read_text())
    for inner in (values, values["source"], values["model"], values["settings"], values["faces"][0]):
        inner.update(NEW_KEYS)
    path.write_text(json.dumps(values))
    again = json.loads((recover(folder) / "session.json").read_text())
    assert again["complete"] is True
    for inner in (again, again["source"], again["model"], again["settings"], again["faces"][0]):
        assert {key: inner[key] for key in NEW_KEYS} == NEW_KEYS


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("frames_captured", -1, "$.frames_captured"),
        ("frames_captured", True, "$.frames_captured"),
        ("samples", 1.5, "$.samples"),
        ("duration_s", 1e300, "$.duration_s"),
        ("faces", [{"samples": 3}], "$.faces[0]"),
        ("faces", {}, "$.faces"),
        ("source", {"name": None}, "$.source.name"),
        ("settings", {"cut": {"fps": 1.0}}, "$.settings.cut"),
        ("top_expressions", {"neutral": "often"}, "$.top_expressions"),
        ("complete", "yes", "$.complete"),
        ("end_reason", None, "$.end_reason"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(key, value, where):
    values = {**json.loads(FIRST_VERSION.read_text()), key: value}
    with pytest.raises(ValueError, match=r"Expected|missing") as caught:
        info_of(json.dumps(values).encode())
    assert where in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"[" * 100_000, b'{"schema_version": 1}', b'{"schema_version": NaN}']
)
def test_what_is_no_description_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        info_of(data)


def test_a_later_version_is_told_from_damage():
    assert is_too_new(b'{"schema_version": 99}')
    with pytest.raises(ValueError, match="schema_version"):
        is_too_new(b'{"schema_version": "99"}')


def test_what_is_not_known_is_left_out_but_an_open_end_is_written(tmp_path):
    info = read_info(PlainStore(unfinished(tmp_path)))
    assert "cut" not in encoded(info)["settings"]
    cut = CutFacts(start_s=1.0, end_s=None, fps=0.0)
    changed = replace(info, settings=replace(info.settings, cut=cut), started_monotonic_s=None)
    assert encoded(changed)["settings"]["cut"] == {"start_s": 1.0, "end_s": None, "fps": 0.0}
    assert "started_monotonic_s" not in encoded(changed)
    assert info_of(info_bytes(changed)) == changed


def test_a_rate_that_a_driver_makes_up_does_no_harm():
    assert SourceFacts.of(SourceInfo("cam", 64, 48, float("nan"))).nominal_fps == 0.0


def test_a_start_that_cannot_be_read_is_not_known():
    info = info_of(FIRST_VERSION.read_bytes())
    assert info.started is not None
    assert replace(info, started_at_utc="yesterday").started is None


def kinds(kind: Any) -> set[Any]:
    """A class of facts, and all that it holds."""
    found, waiting = {kind}, [kind]
    while waiting:
        for hint in hints_of(waiting.pop()).values():
            for inner in set(_classes(hint)) - found:
                found.add(inner)
                waiting.append(inner)
    return found


def _classes(hint):
    if isinstance(hint, type):
        return [hint] if issubclass(hint, Facts) else []
    return [found for inner in getattr(hint, "__args__", ()) for found in _classes(inner)]


def test_every_key_is_described():
    page = (Path(__file__).resolve().parents[2] / "docs" / "session-format.md").read_text()
    assert len(kinds(SessionInfo)) > 5
    for kind in kinds(SessionInfo):
        for name in hints_of(kind):
            assert f"`{name}`" in page, f"{kind.__name__}.{name}"


def test_every_key_that_was_added_has_a_default():
    """The keys of the first version alone may be without one."""
    old = json.loads(FIRST_VERSION.read_text())
    needed = {each.name for each in fields(SessionInfo) if not _has_default(each)}
    assert needed <= set(old)


def _has_default(each):
    from dataclasses import MISSING

    return each.default is not MISSING or each.default_factory is not MISSING
