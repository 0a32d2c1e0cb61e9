"""The key of an encrypted session: made from a passphrase by scrypt (RFC 7914), and from it one key for each file.

`vault.json` says how. It is plain, and anybody may have changed it: nothing in it is used before it is bounded, and
none of it is believed. Other parameters give another key, which opens nothing. Keys of files come from the key of the
session by HKDF (RFC 5869) with 32 random bytes and the name of the file, so that no key is ever used for two files.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from fer_desktop.disk import write_file
from fer_desktop.errors import SessionDamaged, SessionLocked, SessionTooNew

VAULT_FILE = "vault.json"
VAULT_VERSION = 2
DAMAGE_HINT = "The session was changed or damaged after it was written; restore it from a copy."
SALT_BYTES = 32
_KEY_BYTES = 32
_MOST_BYTES = 64 * 1024  # of vault.json, which has a few hundred
_MOST_MEMORY = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs: 128 * n * r bytes of memory, p times; see RFC 7914."""

    n: int = 2**17  # 128 MiB, about half a second: the least that OWASP recommends
    r: int = 8
    p: int = 1

    def check(self) -> None:
        """Refuse what would keep the computer busy or full.

        Raises:
            ValueError: it makes no sense, or asks for too much.
        """
        if not all(type(value) is int and value > 0 for value in (self.n, self.r, self.p)):
            raise ValueError("the cost of the key makes no sense")
        is_power = self.n & (self.n - 1) == 0
        if not (is_power and self.n >= 2**14 and self.p <= 4 and 128 * self.n * self.r <= _MOST_MEMORY):
            raise ValueError("the cost of the key is out of bounds")


NEW_COST = Cost()


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one session.

    Attributes:
        version: Of the format that it belongs to.
    """

    secret: bytes = field(repr=False)
    version: int = VAULT_VERSION

    @classmethod
    def create(cls, passphrase: str, folder: Path) -> Key:
        """A new key for a session; writes what is needed to make it again from the passphrase."""
        salt, cost = os.urandom(SALT_BYTES), NEW_COST
        root = _derive(unicodedata.normalize("NFC", passphrase), salt, cost)  # as any keyboard may write it
        values = {
            "vault_version": VAULT_VERSION,
            "key": "scrypt",
            "n": cost.n,
            "r": cost.r,
            "p": cost.p,
            "salt": base64.b64encode(salt).decode(),
            "proof": base64.b64encode(_expanded(root, "proof")).decode(),
        }
        write_file(folder / VAULT_FILE, (json.dumps(values, indent=2) + "\n").encode())
        return cls(_expanded(root, "files"))

    @classmethod
    def open(cls, passphrase: str, folder: Path) -> Key:
        """The key of a session that was written with this passphrase.

        Raises:
            SessionLocked: no or another passphrase.
            SessionDamaged: the file that describes the key cannot be read, or asks for what it may not.
            SessionTooNew: a newer version of the app wrote it.
        """
        vault = _read(folder)
        if not passphrase:
            raise SessionLocked("{path} is encrypted.", "Give its passphrase.", path=folder)
        # older versions took it as it was typed
        for spelling in dict.fromkeys((unicodedata.normalize("NFC", passphrase), passphrase)):
            root = _derive(spelling, vault.salt, vault.cost)
            if vault.version == 1 and _opens_v1(root, vault.proof):
                return cls(root, version=1)
            # in constant time, so that nobody learns from it how much of a guess is right
            if vault.version == VAULT_VERSION and hmac.compare_digest(_expanded(root, "proof"), vault.proof):
                return cls(_expanded(root, "files"))
        raise SessionLocked("The passphrase does not open {path}.", "Try again.", path=folder)

    def cipher(self, salt: bytes, name: str) -> AESGCM:
        """AES-256-GCM with the key of the one file that has this salt and name."""
        return AESGCM(HKDF(SHA256(), _KEY_BYTES, salt, b"FER Desktop sealed file " + name.encode()).derive(self.secret))


@dataclass(frozen=True, slots=True)
class _Vault:
    version: int
    cost: Cost
    salt: bytes
    proof: bytes


def _read(folder: Path) -> _Vault:
    """What vault.json says, within bounds."""
    path = folder / VAULT_FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ValueError("it is too long")
        values: dict[str, Any] = json.loads(data)
        version = values["vault_version"]
        if type(version) is int and version > VAULT_VERSION:
            raise SessionTooNew(
                "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=folder
            )
        cost = Cost(values["n"], values["r"], values["p"])
        # before the key is derived: a file that asks for all memory must not get it
        cost.check()
        salt, proof = (base64.b64decode(values[name], validate=True) for name in ("salt", "proof"))
        is_known = values["key"] == "scrypt" and type(version) is int and version in (1, VAULT_VERSION)
        if not is_known or not 16 <= len(salt) <= 64 or not 16 <= len(proof) <= 128:
            raise ValueError("it asks for an unknown kind of key")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SessionDamaged("{path} cannot be read ({reason}).", DAMAGE_HINT, path=path, reason=error) from error
    return _Vault(version, cost, salt, proof)


def _derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(passphrase.encode("utf-8"))


def _expanded(root: bytes, purpose: str) -> bytes:
    """Independent keys for each purpose; one that is published says nothing about another."""
    return HKDF(SHA256(), _KEY_BYTES, None, f"FER Desktop vault 2 {purpose}".encode()).derive(root)


def _opens_v1(root: bytes, proof: bytes) -> bool:
    with suppress(InvalidTag, ValueError):
        AESGCM(root).decrypt(proof[:12], proof[12:], None)
        return True
    return False
