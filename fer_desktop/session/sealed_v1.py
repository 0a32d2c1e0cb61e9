"""Reads the encrypted files that versions up to 0.1 wrote. Nothing is written in this format any more.

It is weaker: the mark of the last chunk is only authenticated, not part of the nonce, so that a repair after a cut used
one nonce twice. Whoever had both files can forge chunks of that session. A sealed file is

    8 bytes "FERSEAL1", 8 random bytes, then chunks of
    4 bytes (big endian): length of the text, plus 2**31 in the last chunk
    the sealed text (AES-256-GCM with the key of the session) and its 16-byte tag

The nonce is the 8 random bytes and the number of the chunk (4 bytes); name, number and mark are authenticated.
"""

from __future__ import annotations

import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fer_desktop.session.segments import SegmentReader
from fer_desktop.session.vault import Key

MAGIC = b"FERSEAL1"
_HEAD_BYTES = len(MAGIC) + 8


class SealedReaderV1(SegmentReader):
    """Reads a file of the old format.

    Args:
        must_be_whole: False accepts a file without its end, as a crash leaves it.

    Raises:
        SessionDamaged: it is no such file, or its end is missing.
    """

    def __init__(self, path: Path, key: Key, must_be_whole: bool) -> None:
        super().__init__(path, _HEAD_BYTES, MAGIC)
        self._cipher, self._name = AESGCM(key.secret), path.name.encode()
        with self.closed_after_error():
            if must_be_whole:
                self.check_own_end()
            else:
                self.keep_whole(max(len(self.segments) - 1, 0))

    def decrypt(self, number: int, is_last: bool, sealed: bytes) -> bytes:
        """The text of a chunk."""
        numbered = struct.pack(">I", number)
        authenticated = self._name + struct.pack(">I?", number, is_last)
        return self._cipher.decrypt(self.head[len(MAGIC) :] + numbered, sealed, authenticated)
