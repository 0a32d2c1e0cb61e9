from __future__ import annotations

from queue import Full

import numpy as np
import pytest

from fer_desktop.core.types import Found, Frame
from fer_desktop.offline.pipeline import _PictureQueue


@pytest.mark.parametrize(("side", "fit"), [(100, 6), (7000, 2), (11_000, 1)])
def test_few_large_pictures_wait_and_many_small_ones(side, fit):
    image = np.broadcast_to(np.zeros((1, 1, 3), np.uint8), (side, side, 3))
    frame = Frame.__new__(Frame)
    object.__setattr__(frame, "image", image)  # not copied: it is never looked at
    waiting = _PictureQueue(6)
    items: list[Frame | Found] = [frame, Found(frame, (), 0.0)]
    for item in items * 3:
        if waiting.full():
            break
        waiting.put_nowait(item)
    assert waiting.full()
    with pytest.raises(Full):
        waiting.put_nowait(None)
    n_waiting = 0
    while not waiting.empty():
        waiting.get_nowait()
        n_waiting += 1
    assert n_waiting == fit
    assert waiting.qsize() == 0
