"""The last seconds of a stream of sound, and stretches of it."""

import numpy as np

from fer_desktop.core.sound import SOUND_RATE_HZ, RecentSound, Sound


def test_recent_sound_is_kept_and_older_forgotten():
    recent = RecentSound(keep_s=2.0)
    for i in range(10):
        if i != 8:  # a gap
            recent.add(Sound(i / 2, np.full(SOUND_RATE_HZ // 2, i + 1.0, np.float32)))
    cut = recent.between(2.0, 5.5)
    assert cut.time_s == 2.0
    assert len(cut.samples) == 3.5 * SOUND_RATE_HZ
    halves = cut.samples[:: SOUND_RATE_HZ // 2].tolist()
    assert halves == [0.0, 6.0, 7.0, 8.0, 0.0, 10.0, 0.0]  # forgotten, kept, silence for the gap, not come yet
