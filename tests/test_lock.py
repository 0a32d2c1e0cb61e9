from __future__ import annotations

import re
from pathlib import Path

import pytest

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
