"""A session as a TextGrid of Praat, in its long text form, UTF-8.

Described in Praat's manual as "TextGrid file formats": the intervals of a tier follow each other without a gap, so
stretches without a text lie between ours; points are texts at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fer_desktop.results.tiers import Interval, Tier, lasting


def textgrid_bytes(interval_tiers: Sequence[Tier], points: Tier, end_s: float) -> bytes:
    """The file.

    Args:
        interval_tiers: Tiers of intervals.
        points: A tier of which the starts count.
        end_s: Where the session ends.
    """
    ends = [one.end_ms for tier in interval_tiers for one in lasting(tier.intervals)]
    ends += [one.start_ms for one in points.intervals]
    end_ms = max(round(end_s * 1000), 1, *ends)
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {_seconds(end_ms)}"]
    lines += ["tiers? <exists>", f"size = {len(interval_tiers) + 1}", "item []:"]
    for number, tier in enumerate(interval_tiers, 1):
        whole = list(_without_gaps(lasting(tier.intervals), end_ms))
        lines += _head(number, "IntervalTier", tier.name, end_ms)
        lines.append(f"        intervals: size = {len(whole)}")
        for i, one in enumerate(whole, 1):
            lines.append(f"        intervals [{i}]:")
            lines += [f"            xmin = {_seconds(one.start_ms)}", f"            xmax = {_seconds(one.end_ms)}"]
            lines.append(f"            text = {_quoted(one.text)}")
    marked = lasting(points.intervals)
    lines += _head(len(interval_tiers) + 1, "TextTier", points.name, end_ms)
    lines.append(f"        points: size = {len(marked)}")
    for i, one in enumerate(marked, 1):
        lines += [f"        points [{i}]:", f"            number = {_seconds(one.start_ms)}"]
        lines.append(f"            mark = {_quoted(one.text)}")
    return ("\n".join(lines) + "\n").encode()


def _head(number: int, kind: str, name: str, end_ms: int) -> list[str]:
    return [
        f"    item [{number}]:",
        f'        class = "{kind}"',
        f"        name = {_quoted(name)}",
        "        xmin = 0",
        f"        xmax = {_seconds(end_ms)}",
    ]


def _without_gaps(intervals: Sequence[Interval], end_ms: int) -> Iterator[Interval]:
    at_ms = 0
    for one in intervals:
        if one.start_ms > at_ms:
            yield Interval(at_ms, one.start_ms, "")
        yield one
        at_ms = one.end_ms
    if at_ms < end_ms:
        yield Interval(at_ms, end_ms, "")


def _seconds(time_ms: int) -> str:
    return f"{time_ms / 1000:.3f}"


def _quoted(text: str) -> str:
    """A text of Praat: quotes are doubled."""
    return '"' + text.replace('"', '""') + '"'
