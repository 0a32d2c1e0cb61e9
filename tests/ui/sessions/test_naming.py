"""What a question calls a session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fer_desktop.session.catalogue import summary_of
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import save_edits
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.sessions.naming import named
from tests.factories import write_session


@pytest.mark.parametrize("title", ["", "Pilot"])
def test_a_session_whose_name_has_no_date_is_named_with_it(tmp_path, title):
    folder = write_session(tmp_path, "clip")
    save_edits(PlainStore(folder), Edits(title=title))
    summary = summary_of(folder)
    assert named(summary) == f"{title or 'clip'} ({summary.started:%Y-%m-%d %H:%M})"


def test_a_name_that_begins_with_the_date_needs_no_other(tmp_path):
    summary = summary_of(write_session(tmp_path, "clip"))
    folder = write_session(tmp_path, f"{summary.started:%Y-%m-%d}_10-00-00")
    assert named(summary_of(folder)) == folder.name


@pytest.mark.parametrize(("has_file", "words"), [(True, "being analysed"), (False, "being recorded")])
def test_what_is_written_now_says_whether_a_file_is_analysed(window, tmp_path, has_file, words):
    summary = summary_of(write_session(tmp_path, "clip"))
    busy = replace(summary, is_complete=False, is_being_recorded=True, has_file=has_file)
    window.sessions.show_summaries([busy])
    table = window.sessions._table
    cells = [table.item(0, column) for column in range(table.columnCount())]
    assert words in [cell.text() for cell in cells if cell is not None]
