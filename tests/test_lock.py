from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_holds_the_versions_that_were_tested_each_with_hashes(lock: Path) -> None:
    """When this fails, `make lock` writes them anew."""
    text = lock.read_text()
    tested = pins((ROOT / "constraints.txt").read_text())
    locked = pins(text)
    assert "torch" not in locked
    assert {name: version for name, version in locked.items() if tested.get(name, version) != version} == {}
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_lock_holds_all_that_is_asked_for(lock: Path) -> None:
    """What pyproject.toml names, the tools for tests too where the lock is theirs; torch is left to its version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + (extras["dev"] + extras["bundle"] if lock.name == "dev.lock" else [])
    names = {canonicalize_name(Requirement(text).name) for text in wanted} - {"torch", "fer-desktop"}
    assert names - set(pins(lock.read_text())) == set()
