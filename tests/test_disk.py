from __future__ import annotations

import errno
import os
import stat
import sys

import pytest

from fer_desktop.disk import AS_USUAL, is_temporary, replacing, write_file
from fer_desktop.errors import ExportError
from fer_desktop.session import files
from fer_desktop.session.files import write_whole


def test_a_file_is_replaced_in_one_step(tmp_path):
    path = tmp_path / "p.csv"
    write_file(path, b"old")
    with replacing(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
        assert len(list(tmp_path.iterdir())) == 2
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_after_an_error_the_old_file_is_there_and_nothing_else(tmp_path):
    path = tmp_path / "p.csv"
    write_file(path, b"old")
    with pytest.raises(OSError, match="full"), replacing(path) as file:
        file.write(b"half")
        raise OSError("full")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_spares_the_users_own_files_and_follows_no_link(tmp_path):
    """`p.csv.tmp` may be the user's; a link of that name may lead to what somebody else must not lose."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "p.csv.tmp").write_text("mine, too")
    (tmp_path / "q.csv.tmp").symlink_to(victim)
    write_whole(tmp_path / "p.csv", b"data")
    write_whole(tmp_path / "q.csv", b"data")
    assert (tmp_path / "p.csv.tmp").read_text() == "mine, too"
    assert (victim.read_text(), (tmp_path / "q.csv.tmp").is_symlink()) == ("mine", True)


def test_a_link_at_the_target_is_replaced_not_followed(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / "p.csv").symlink_to(victim)
    write_whole(tmp_path / "p.csv", b"data")
    assert (victim.read_text(), (tmp_path / "p.csv").read_bytes()) == ("mine", b"data")


@pytest.mark.parametrize("name", ["字" * 80, "a" * 250])
def test_the_longest_names_can_be_written(tmp_path, name):
    write_whole(tmp_path / name, b"data")
    assert (tmp_path / name).read_bytes() == b"data"


def test_a_path_through_a_file_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError):
        write_whole(tmp_path / "file" / "out.csv", b"data")


def test_what_a_kill_leaves_is_known_by_its_name(tmp_path):
    with replacing(tmp_path / "p.csv"):
        (left,) = tmp_path.iterdir()
    assert is_temporary(left)
    assert not is_temporary(tmp_path / "p.csv.tmp")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_permissions_are_the_owners_alone_or_follow_the_umask(tmp_path):
    before = os.umask(0o022)
    try:
        write_file(tmp_path / "shared", b"", AS_USUAL)
        write_file(tmp_path / "own", b"")
    finally:
        os.umask(before)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("shared", "own")]
    assert modes == [0o644, 0o600]


@pytest.mark.parametrize(("number", "hint"), [(errno.ENOSPC, "Free some space"), (errno.EACCES, "Choose a folder")])
def test_what_is_to_be_done_follows_from_what_is_wrong(tmp_path, monkeypatch, number, hint):
    def fails(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files, "write_file", fails)
    with pytest.raises(ExportError) as refused:
        write_whole(tmp_path / "p.csv", b"data")
    assert refused.value.hint.startswith(hint)
