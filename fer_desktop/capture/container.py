"""Opening a container with FFmpeg, and choosing the video in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from fer_desktop.errors import SourceUnreadable

_NO_VIDEO = Disposition.attached_pic | Disposition.timed_thumbnails  # pictures that go with sound or another video
_LISTS = {"hls", "concat", "dash", "sdp", "image2", "imf", "webm_dash_manifest"}  # name other files to be opened
PLAY_HINT = "Play it in a video player to see whether it is whole, or convert it to mp4."
_SOUND_HINT = "Choose a file with a video; or hear voices (--voice), which analyses its sound."


def open_container(path: Path, file: IO[bytes] | None) -> InputContainer:
    """The container of `path`, or of `file` where it is not stored as it is. No other file and no address is opened.

    Raises:
        av.FFmpegError, OSError: it cannot be read.
        SourceUnreadable: it is a list of other files.
    """
    container = av.open(
        file or f"file:{path}",  # a name with a colon is no protocol
        "r",
        metadata_errors="replace",  # titles are not always UTF-8, as they should be
        options={"protocol_whitelist": "file"},
    )
    if container.format.name.split(",")[0] in _LISTS:
        container.close()
        raise SourceUnreadable("{path} is a list of other files.", "Choose one of these.", path=path)
    return container


def videos_in(container: InputContainer) -> list[VideoStream]:
    """Its videos that can be decoded, in the order of the file: neither cover pictures nor thumbnails."""
    return [
        stream
        for stream in container.streams.video
        if not stream.disposition & _NO_VIDEO and stream.codec_context is not None and stream.codec_context.width
    ]


def is_sound(container: InputContainer) -> bool:
    """Whether it holds sound and no video, whatever its name promises; a cover picture is no video."""
    pictures = all(stream.disposition & _NO_VIDEO for stream in container.streams.video)
    return bool(container.streams.audio) and pictures


def by_preference(videos: Sequence[VideoStream]) -> list[int]:
    """Places of the videos, from the most to the least wanted: the larger, the one that is meant for everybody."""

    def key(place: int) -> tuple[int, bool, int]:
        stream = videos[place]
        return -stream.width * stream.height, not stream.disposition & Disposition.default, place

    return sorted(range(len(videos)), key=key)


def no_video(path: Path, container: InputContainer, track: int | None) -> SourceUnreadable:
    """Why there is nothing to be seen in it.

    Args:
        track: Which video the user asked for, from 1.
    """
    count = len(videos_in(container))
    if track is not None and count:
        return SourceUnreadable(
            "{path} has no video track {track}; it has {count}.",
            "Choose another --video-track.",
            path=path,
            track=track,
            count=count,
        )
    if count:
        return SourceUnreadable("{path} holds no frames.", PLAY_HINT, path=path)
    if any(stream.disposition & _NO_VIDEO for stream in container.streams.video):
        return SourceUnreadable(
            "{path} holds no video, only a cover picture.", "Choose a file with a video.", path=path
        )
    if is_sound(container):
        return SourceUnreadable("{path} holds no video, but sound.", _SOUND_HINT, path=path)
    if container.streams.video:
        return SourceUnreadable("{path} holds a video of a kind that is not known.", PLAY_HINT, path=path)
    return SourceUnreadable("{path} holds no video.", PLAY_HINT, path=path)


def is_sound_alone(path: Path) -> bool:
    """Whether a file holds sound and no video; False for what cannot be read, which whoever reads it will say."""
    try:
        with open_container(path, None) as container:
            return is_sound(container)
    except (av.FFmpegError, OSError, SourceUnreadable):
        return False
