"""Which markers the sessions of a study have, without reading their tables."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from fer_desktop.errors import FerError
from fer_desktop.session import schema
from fer_desktop.session.edits import load_edits
from fer_desktop.session.store import PlainStore, is_sealed, read_file
from fer_desktop.session.table import read_markers
from fer_desktop.studies.study import Study


def marker_labels(study: Study) -> list[str]:
    """Labels, the most frequent first; of encrypted sessions and such that cannot be read nobody knows."""
    found: Counter[str] = Counter()
    for folder in {study.folder_of(placed).resolve() for placed in study.facts.sessions}:
        with suppress(FerError, OSError, ValueError):
            if is_sealed(folder):
                continue
            store = PlainStore(folder)
            edits = load_edits(store)
            recorded = read_markers(read_file(store, schema.MARKERS_FILE))[0] if store.has(schema.MARKERS_FILE) else ()
            labels = [one.label for one in (recorded if edits.markers is None else edits.markers)]
            found.update(dict.fromkeys(labels, 1))
    return [label for label, _ in found.most_common()]
