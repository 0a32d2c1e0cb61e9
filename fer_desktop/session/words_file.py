"""Keeps in a finished session what was said in it: words.csv, and in edits.json where that comes from.

A transcript comes after the recording, be it seconds or years, so it is kept like what a user changes: the recording
stays as it was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.words import Said, WordsSample, WordsScores
from fer_desktop.errors import SessionDamaged
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits, TranscriptFacts
from fer_desktop.session.files import disk_errors
from fer_desktop.session.info import TableFacts
from fer_desktop.session.integrity import unreadable
from fer_desktop.session.store import Store, read_good_part
from fer_desktop.session.table import Table, read_words_table
from fer_desktop.session.words_schema import WORDS_HEADER, words_row

_HINT = "Add the transcript again."
_PROBABILITIES = tuple(f"words_{name}" for name in EXPRESSIONS)


def words_bytes(samples: Sequence[WordsSample]) -> bytes:
    """The bytes of words.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(WORDS_HEADER)
    writer.writerows(map(words_row, samples))
    return text.getvalue().encode("utf-8", "replace")


def samples_of(table: Table) -> tuple[WordsSample, ...]:
    """The lines of words.csv as they were when they were read, as exact as they stand there."""
    values = table.probabilities(_PROBABILITIES).astype(np.float32)
    values.flags.writeable = False
    columns = (table[name] for name in ("start_s", "end_s", "text", "speaker", "language", "polarity"))
    return tuple(
        WordsSample(
            Said(float(start_s), float(end_s), str(text), str(speaker)),
            str(language),
            None if np.isnan(values[i]).all() else WordsScores(values[i], float(polarity)),
        )
        for i, (start_s, end_s, text, speaker, language, polarity) in enumerate(zip(*columns, strict=True))
    )


def write_words(store: Store, samples: Sequence[WordsSample], facts: TranscriptFacts) -> TranscriptFacts:
    """Write the table, replacing one that is there; returns the facts, with its sums, for the edits.

    Args:
        samples: In order of time.

    Raises:
        SessionUnwritable, DiskFull: it cannot be written.
    """
    if not facts.has_text:
        samples = [replace(sample, said=replace(sample.said, text="")) for sample in samples]
    data = words_bytes(samples)
    with disk_errors(store.folder):
        store.write(schema.WORDS_FILE, data)
    table = TableFacts(
        rows=len(samples),
        first_s=round(samples[0].said.start_s, 6) if samples else None,
        last_s=round(samples[-1].said.start_s, 6) if samples else None,
        n_bytes=len(data),
        sha256=sha256(data).hexdigest(),
    )
    return replace(facts, n_read=sum(sample.scores is not None for sample in samples), table=table)


def load_words(store: Store, edits: Edits) -> tuple[Table | None, SessionDamaged | None]:
    """What was said, and what is wrong with it; None without a transcript.

    A table that cannot be read takes nothing else with it.
    """
    if edits.transcript is None:
        return None, None
    path = store.path(schema.WORDS_FILE)
    if not store.has(schema.WORDS_FILE):
        return None, SessionDamaged("{path} is missing.", _HINT, path=path)
    try:
        data, problem = read_good_part(store, schema.WORDS_FILE)
        table, reason = read_words_table(data)
    except (SessionDamaged, OSError, ValueError, csv.Error) as error:
        return None, unreadable(path, error, _HINT)
    if problem is not None:
        return table, problem
    if not reason and not edits.transcript.table.are_of(data):
        reason = "it was changed after it was written"
    if not reason:
        return table, None
    return table, SessionDamaged(
        "{path} is damaged: {reason}. {rows} rows can be used.", _HINT, path=path, reason=reason, rows=len(table)
    )
