from __future__ import annotations

import json
import time

import pytest

from fer_desktop.errors import SessionDamaged, SessionLocked, SessionTooNew
from fer_desktop.session.library import load_session
from fer_desktop.session.vault import Key
from tests.factories import WORD


def test_one_passphrase_may_be_typed_in_two_ways(tmp_path):
    composed, apart = "schl\u00fcssel", "schlu\u0308ssel"
    key = Key.create(apart, tmp_path)
    assert Key.open(composed, tmp_path).secret == Key.open(apart, tmp_path).secret == key.secret
    with pytest.raises(SessionLocked):
        Key.open("schlussel", tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 2**20, "r": 32},
        {"n": 2**40},
        {"n": 3 * 2**14},
        {"n": 2**4},
        {"n": "16384"},
        {"n": 16384.0},
        {"n": True},
        {"r": 10**6},
        {"p": 10**6},
        {"r": 0},
        {"p": -1},
        {"salt": ""},
        {"salt": "A" * 10_000},
        {"proof": "!"},
        {"key": "argon2"},
        {"vault_version": 0},
        {"vault_version": "2"},
        {"vault_version": None},
    ],
)
def test_parameters_out_of_bounds_are_refused_before_they_are_used(folder, change):
    path = folder / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    began_s = time.process_time()
    with pytest.raises(SessionDamaged):
        load_session(folder, WORD)
    assert time.process_time() - began_s < 1.0


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "[" * 100_000, " " * 10**6])
def test_a_vault_that_is_none_is_refused(folder, text):
    (folder / "vault.json").write_text(text)
    with pytest.raises(SessionDamaged):
        load_session(folder, WORD)


def test_a_vault_of_a_newer_version_asks_for_an_update(folder):
    path = folder / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "vault_version": 3}))
    with pytest.raises(SessionTooNew):
        load_session(folder, WORD)


def test_a_vault_of_the_new_version_cannot_pass_for_an_old_one(folder):
    """Else the list of files would not be looked at."""
    path = folder / "vault.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "vault_version": 1}))
    with pytest.raises(SessionLocked):
        load_session(folder, WORD)


def test_a_key_costs_what_is_recommended(tmp_path, monkeypatch):
    monkeypatch.undo()
    Key.create(WORD, tmp_path)
    values = json.loads((tmp_path / "vault.json").read_text())
    assert values["n"] >= 2**17
    assert (values["r"], values["vault_version"]) == (8, 2)


def test_two_keys_of_one_passphrase_are_different(tmp_path):
    (tmp_path / "b").mkdir()
    assert Key.create(WORD, tmp_path).secret != Key.create(WORD, tmp_path / "b").secret
