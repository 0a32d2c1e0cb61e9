"""Sessions that are dragged: from the list, from the tree, or from the system's own window of files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

PLACES = "application/x-fer-desktop-places"


def data_of_folders(folders: Sequence[Path]) -> QMimeData:
    """Sessions that are not in the study yet."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)) for folder in folders])
    return data


def data_of_places(places: Sequence[int]) -> QMimeData:
    """Sessions of the study, by their places in it."""
    data = QMimeData()
    data.setData(PLACES, json.dumps(list(places)).encode())
    return data


def folders_in(data: QMimeData) -> list[Path]:
    """The folders of this computer among what is dragged."""
    return [path for url in data.urls() if url.isLocalFile() and (path := Path(url.toLocalFile())).is_dir()]


def places_in(data: QMimeData) -> list[int]:
    """Places in the study; none where something else is dragged."""
    return list(json.loads(bytes(data.data(PLACES).data()))) if data.hasFormat(PLACES) else []
