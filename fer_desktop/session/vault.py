"""Files that only a passphrase opens: encrypted while they are written, chunk by chunk, and never plain on the disk.

Established parts: scrypt (RFC 7914) makes the key from the passphrase, AES-256-GCM (NIST SP 800-38D)
seals each chunk, both from the library `cryptography`. A sealed file is

    8 bytes "FERSEAL1", 8 random bytes, then chunks of
    4 bytes (big endian): length of the text, plus 2**31 in the last chunk
    the sealed text and its 16-byte tag

The nonce of a chunk is the 8 random bytes and its number (4 bytes), so none is used twice under one
key. The file's name, the number and the last-chunk mark are authenticated with it: a chunk that
is changed, moved, left out or taken from another file is detected, and so is a missing end.
"""

from __future__ import annotations

import base64
import io
import json
import os
import struct
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from fer_desktop.errors import SessionDamaged, SessionLocked

VAULT_FILE = "vault.json"
VAULT_VERSION = 1
_MAGIC = b"FERSEAL1"
_HEAD = len(_MAGIC) + 8
_CHUNK = 64 * 1024
_TAG = 16
_LAST = 1 << 31
_COST = {"n": 2**15, "r": 8, "p": 1}  # about 0.1 s and 32 MiB on a laptop
_PROOF = b"this passphrase is right"
_HINT = "The session was changed or damaged after it was written; restore it from a copy."


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one session."""

    secret: bytes

    @classmethod
    def create(cls, passphrase: str, folder: Path) -> Key:
        """A new key for a session; writes what is needed to make it again from the passphrase."""
        salt = os.urandom(16)
        key = cls(_derive(unicodedata.normalize("NFC", passphrase), salt, _COST))  # as any keyboard may write it
        nonce = os.urandom(12)
        proof = nonce + AESGCM(key.secret).encrypt(nonce, _PROOF, None)
        values = {
            "vault_version": VAULT_VERSION,
            "key": "scrypt",
            **_COST,
            "salt": base64.b64encode(salt).decode(),
            "proof": base64.b64encode(proof).decode(),
        }
        (folder / VAULT_FILE).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
        return key

    @classmethod
    def open(cls, passphrase: str, folder: Path) -> Key:
        """The key of a session that was written with this passphrase.

        Raises:
            SessionLocked: no or another passphrase.
            SessionDamaged: the file that describes the key cannot be read.
        """
        path = folder / VAULT_FILE
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            cost = {name: int(values[name]) for name in _COST}
            salt, proof = base64.b64decode(values["salt"]), base64.b64decode(values["proof"])
            if values["key"] != "scrypt" or not (2**10 <= cost["n"] <= 2**20 and cost["r"] <= 32 and cost["p"] <= 16):
                raise ValueError("it asks for an unknown kind of key")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SessionDamaged("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error
        if not passphrase:
            raise SessionLocked("{path} is encrypted.", "Give its passphrase.", path=folder)
        # older versions took it as it was typed
        for spelling in dict.fromkeys((unicodedata.normalize("NFC", passphrase), passphrase)):
            key = cls(_derive(spelling, salt, cost))
            with suppress(InvalidTag, ValueError):
                AESGCM(key.secret).decrypt(proof[:12], proof[12:], None)
                return key
        raise SessionLocked("The passphrase does not open {path}.", "Try again.", path=folder)


class SealedWriter(io.RawIOBase):
    """Append-only: text is collected and sealed at `flush`, when a chunk is full, and at the end."""

    def __init__(self, path: Path, key: Key) -> None:
        super().__init__()
        self._file = path.open("xb")
        self._cipher, self._name = AESGCM(key.secret), path.name.encode()
        self._prefix = os.urandom(8)
        self._number = 0
        self._waiting = bytearray()
        self._file.write(_MAGIC + self._prefix)
        self._file.flush()

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes; they are on the disk after `flush`."""
        taken = bytes(data)
        self._waiting += taken
        while len(self._waiting) >= _CHUNK:
            self._seal(bytes(self._waiting[:_CHUNK]), is_last=False)
            del self._waiting[:_CHUNK]
        return len(taken)

    def flush(self) -> None:
        """Seal what waits and hand it to the system."""
        if self._file.closed:
            return
        if self._waiting:
            self._seal(bytes(self._waiting), is_last=False)
            self._waiting.clear()
        self._file.flush()

    def close(self) -> None:
        """Seal the end."""
        if self.closed:
            return
        try:
            self._seal(bytes(self._waiting), is_last=True)
            self._waiting.clear()
        finally:
            self._file.close()
            super().close()

    def _seal(self, text: bytes, is_last: bool) -> None:
        self._file.write(_sealed(self._cipher, self._name, self._prefix, self._number, text, is_last))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads a sealed file from any place; each chunk is checked before a byte of it is given.

    Args:
        must_be_whole: False accepts a file without its end, as a crash leaves it.

    Raises:
        SessionDamaged: it is no sealed file, or its end is missing.
    """

    def __init__(self, path: Path, key: Key, must_be_whole: bool = True) -> None:
        super().__init__()
        self._path, self._name, self._cipher = path, path.name.encode(), AESGCM(key.secret)
        self._file = path.open("rb")
        self._chunks, self.is_whole = self._index()
        if must_be_whole and not self.is_whole:
            self._file.close()
            raise SessionDamaged("{path} is cut off.", _HINT, path=path)
        self._starts = [0]
        for _, length, _ in self._chunks:
            self._starts.append(self._starts[-1] + length)
        self._place = 0
        self._cached: tuple[int, bytes] = (-1, b"")
        if self.is_whole:
            self._check_end()

    @property
    def end_of_chunks(self) -> int:
        """Place in the file behind the last whole chunk."""
        return self._chunks[-1][0] + 4 + self._chunks[-1][1] + _TAG if self._chunks else _HEAD

    @property
    def n_chunks(self) -> int:
        """Whole chunks."""
        return len(self._chunks)

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Place in the text."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the text."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._starts[-1]}[whence]
        self._place = max(base + offset, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer from where it is; 0 at the end."""
        if self._place >= self._starts[-1]:
            return 0
        number = _chunk_at(self._starts, self._place)
        text = self._text(number)
        inside = self._place - self._starts[number]
        part = text[inside : inside + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()

    def _index(self) -> tuple[list[tuple[int, int, bool]], bool]:
        """Place, length and last-mark of each whole chunk; and whether the end is there."""
        size = self._path.stat().st_size
        head = self._file.read(_HEAD)
        if len(head) < _HEAD or not head.startswith(_MAGIC):
            raise SessionDamaged("{path} is no sealed file.", _HINT, path=self._path)
        self._prefix = head[len(_MAGIC) :]
        chunks, place = [], _HEAD
        while place + 4 <= size:
            self._file.seek(place)
            (mark,) = struct.unpack(">I", self._file.read(4))
            length, is_last = mark & ~_LAST, bool(mark & _LAST)
            if length > _CHUNK or place + 4 + length + _TAG > size:
                break
            chunks.append((place, length, is_last))
            place += 4 + length + _TAG
            if is_last:
                return chunks, place == size
        return chunks, False

    def _check_end(self) -> None:
        """The last chunk may be empty, and is then never asked for: that it is the real end is checked here."""
        try:
            self._text(len(self._chunks) - 1)
        except SessionDamaged:
            self._file.close()
            raise

    def _text(self, number: int) -> bytes:
        if self._cached[0] != number:
            place, length, is_last = self._chunks[number]
            self._file.seek(place + 4)
            sealed = self._file.read(length + _TAG)
            try:
                text = self._cipher.decrypt(
                    _nonce(self._prefix, number), sealed, _authenticated(self._name, number, is_last)
                )
            except InvalidTag as error:
                raise SessionDamaged("{path} was changed after it was written.", _HINT, path=self._path) from error
            self._cached = (number, text)
        return self._cached[1]


def finish(path: Path, key: Key) -> None:
    """Give a file that a crash cut off a proper end; what was not sealed whole is lost.

    Raises:
        SessionDamaged: it is no sealed file.
    """
    reader = SealedReader(path, key, must_be_whole=False)
    place, number, prefix, is_whole = reader.end_of_chunks, reader.n_chunks, reader._prefix, reader.is_whole
    reader.close()
    if is_whole:
        return
    with path.open("r+b") as file:
        file.truncate(place)
        file.seek(place)
        file.write(_sealed(AESGCM(key.secret), path.name.encode(), prefix, number, b"", is_last=True))


def _sealed(cipher: AESGCM, name: bytes, prefix: bytes, number: int, text: bytes, is_last: bool) -> bytes:
    mark = struct.pack(">I", len(text) | (_LAST if is_last else 0))
    return mark + cipher.encrypt(_nonce(prefix, number), text, _authenticated(name, number, is_last))


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + struct.pack(">I", number)


def _authenticated(name: bytes, number: int, is_last: bool) -> bytes:
    return name + struct.pack(">I?", number, is_last)


def _chunk_at(starts: list[int], place: int) -> int:
    """Number of the chunk that holds a place in the text."""
    from bisect import bisect_right

    return bisect_right(starts, place) - 1


def _derive(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode("utf-8"))
