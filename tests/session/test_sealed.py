"""Without the key a sealed file can be cut, reordered, repeated, swapped, flipped and rolled back: all is noticed."""

from __future__ import annotations

import io
import os
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fer_desktop.errors import SessionDamaged
from fer_desktop.session.sealed import HEAD_BYTES, Ending, Extent, SealedReader, SealedWriter
from fer_desktop.session.vault import Key

KEY = Key(b"k" * 32)
TEXTS = st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=6)


def sealed(path, texts, name="a", has_end=True) -> tuple[Extent, list[bytes]]:
    """A file with one segment for each text; returns its extent and its parts: head, then segments."""
    path.unlink(missing_ok=True)
    file = SealedWriter(path, KEY, name)
    places = [HEAD_BYTES]
    for text in texts:
        file.write(text)
        file.flush()
        places.append(file.extent.n_bytes)
    if has_end:
        file.close()
        places.append(file.extent.n_bytes)
    data = path.read_bytes()
    extent = file.extent
    if not has_end:
        file._file.close()  # as a kill does: nothing more is sealed
    return extent, [data[:HEAD_BYTES], *(data[a:b] for a, b in pairwise(places))]


def read(path, known=None, ending=Ending.AS_LISTED, name="a") -> bytes:
    with io.BufferedReader(SealedReader(path, KEY, name, known, ending)) as file:
        return file.read()


@given(texts=TEXTS, data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_other_order_choice_or_repetition_of_segments_is_noticed(tmp_path_factory, texts, data):
    path = tmp_path_factory.mktemp("s") / "f"
    extent, parts = sealed(path, texts)
    assert read(path) == read(path, [extent]) == b"".join(texts)
    chosen = data.draw(st.lists(st.integers(1, len(parts) - 1), max_size=len(parts) + 1))
    path.write_bytes(parts[0] + b"".join(parts[i] for i in chosen))
    if chosen == list(range(1, len(parts))):
        assert read(path) == b"".join(texts)
        return
    for known in (None, [extent]):
        with pytest.raises(SessionDamaged):
            read(path, known)


@given(texts=TEXTS, place=st.integers(0), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_any_flipped_bit_is_noticed(tmp_path_factory, texts, place, bit):
    path = tmp_path_factory.mktemp("s") / "f"
    extent, _ = sealed(path, texts)
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << bit
    path.write_bytes(data)
    for known in (None, [extent]):
        with pytest.raises(SessionDamaged):
            read(path, known)


@given(texts=TEXTS, length=st.integers(0))
@settings(max_examples=100, deadline=None)
def test_any_cut_and_anything_behind_is_noticed(tmp_path_factory, texts, length):
    path = tmp_path_factory.mktemp("s") / "f"
    extent, _ = sealed(path, texts)
    whole = path.read_bytes()
    for data in (whole[: length % len(whole)], whole + b"x", whole + whole[HEAD_BYTES:]):
        path.write_bytes(data)
        for known in (None, [extent]):
            with pytest.raises(SessionDamaged):
                read(path, known)


@given(one=TEXTS, two=TEXTS, data=st.data())
@settings(max_examples=100, deadline=None)
def test_segments_of_another_file_are_noticed(tmp_path_factory, one, two, data):
    """Also with the same text, the same name, or the head of the other."""
    folder = tmp_path_factory.mktemp("s")
    extent, mine = sealed(folder / "f", one)
    _, others = sealed(folder / "g", data.draw(st.sampled_from([one, two])))
    i = data.draw(st.integers(0, min(len(mine), len(others)) - 1))
    mine[i] = others[i]
    (folder / "f").write_bytes(b"".join(mine))
    for known in (None, [extent]):
        with pytest.raises(SessionDamaged):
            read(folder / "f", known)


def test_an_older_file_under_the_same_name_is_noticed(tmp_path):
    sealed(tmp_path / "f", [b"old"])
    old = (tmp_path / "f").read_bytes()
    extent, _ = sealed(tmp_path / "f", [b"new"])
    (tmp_path / "f").write_bytes(old)
    assert read(tmp_path / "f") == b"old"  # by itself it is right; the list of the session knows better
    with pytest.raises(SessionDamaged):
        read(tmp_path / "f", [extent])


def test_a_file_opens_under_its_own_name_only(tmp_path):
    sealed(tmp_path / "f", [b"markers"], name="markers.csv")
    with pytest.raises(SessionDamaged):
        read(tmp_path / "f", name="timeline.csv")


@given(texts=TEXTS, lost=st.integers(0), n_known=st.integers(0, 6), garbage=st.binary(max_size=100))
@settings(max_examples=150, deadline=None)
def test_what_a_crash_leaves_is_read_up_to_there_and_what_is_known_to_be_there_cannot_be_cut(
    tmp_path_factory, texts, lost, n_known, garbage
):
    path = tmp_path_factory.mktemp("s") / "f"
    extent, parts = sealed(path, texts, has_end=False)
    n_known = min(n_known, len(texts))
    known = Extent(extent.salt, n_known, sum(map(len, parts[: n_known + 1])), has_end=False)
    whole = path.read_bytes()
    cut = HEAD_BYTES + lost % (len(whole) - HEAD_BYTES + 1)
    path.write_bytes(whole[:cut] + garbage)
    left, end = 0, HEAD_BYTES
    while left < len(texts) and end + len(parts[left + 1]) <= cut:
        end += len(parts[left + 1])
        left += 1
    if left < n_known:
        with pytest.raises(SessionDamaged):
            read(path, [known], Ending.GROWN)
    else:
        assert read(path, [known], Ending.GROWN) == b"".join(texts[:left])
    assert read(path, [known], Ending.DAMAGED) == b"".join(texts[:left])
    with pytest.raises(SessionDamaged):
        read(path)  # it never had an end


def test_no_nonce_is_used_twice_under_one_key(tmp_path):
    used = set()

    class FakeKey:
        def cipher(self, salt, name):
            derived = KEY.cipher(salt, name)
            return WatchedCipher(derived, salt + name.encode())

    class WatchedCipher:
        def __init__(self, inner, key):
            self._inner, self._key = inner, key

        def encrypt(self, nonce, text, also):
            assert (self._key, nonce) not in used
            used.add((self._key, nonce))
            return self._inner.encrypt(nonce, text, also)

    for name in ("a", "b", "a"):
        with SealedWriter(tmp_path / os.urandom(4).hex(), cast(Key, FakeKey()), name) as file:
            for _ in range(50):
                file.write(os.urandom(3000))
                file.flush()
    assert len(used) == 3 * 51


def test_a_sealed_file_is_read_from_any_place(tmp_path):
    text = os.urandom(300_000)
    with SealedWriter(tmp_path / "f", KEY, "f") as file:
        for start in range(0, len(text), 7_777):
            file.write(text[start : start + 7_777])
    with io.BufferedReader(SealedReader(tmp_path / "f", KEY, "f")) as file:
        assert file.read() == text
        for place in (0, 65_535, 65_536, 123_456, 299_999, 300_000):
            file.seek(place)
            assert file.read(10) == text[place : place + 10]
        assert file.seek(-4, os.SEEK_END) == len(text) - 4
        assert file.read() == text[-4:]


@pytest.mark.parametrize("size", [0, 1, 65_536, 131_072])
def test_a_file_may_end_at_any_length(tmp_path, size):
    text = os.urandom(size)
    with SealedWriter(tmp_path / "f", KEY, "f") as file:
        file.write(text)
    assert read(tmp_path / "f", name="f") == text


def test_what_cannot_be_made_or_opened_is_an_error_of_the_disk(tmp_path):
    with pytest.raises(FileNotFoundError):
        SealedWriter(tmp_path / "none" / "f", KEY, "f")
    with pytest.raises(FileNotFoundError):
        SealedReader(tmp_path / "f", KEY, "f")
