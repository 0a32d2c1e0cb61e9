"""What can go wrong, in words for the user.

FerError(message, hint)
|- SourceError     SourceUnreadable
|  |- CameraError  CameraNotFound, CameraForbidden, CameraBusy, CameraLost
|  `- MicrophoneError  MicrophoneNotFound, MicrophoneForbidden, MicrophoneBusy, MicrophoneLost, NoSoundSystem
|- ModelError      WeightsMissing, WeightsMismatch
|- SessionError    DiskFull, SessionUnwritable, SessionUnreadable, SessionDamaged, SessionLocked, SessionTooNew
|- ExportError
|- MarkerInletError
|- OutletError
|- RemoteError
|- ClusterUnreachable
|- NeutralRefused
|- CodesUnreadable
|- TranscriptUnreadable
|- MarkersUnreadable
|- ForeignTableUnreadable
|  `- ForeignTableTimeless
|- StudyUnreadable, StudyUnwritable
|- SpeechModelUnusable
|- Cancelled
|- Notice          (handed on, never raised)
`- DataError       (training only)

`message` is one plain sentence that says what is wrong; `hint` says what to do next. Both are
literals where the error is raised, so that the window can show them in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT_TEXT = re.compile("[\ud800-\udfff]")  # what Python puts in the place of undecodable bytes


class Word(str):
    """A value of an error that is a word of the program, not a name: it is translated with the template."""


class FerError(Exception):
    """A failure that the user can understand and act on.

    Args:
        template: What is wrong, with the names of `values` in braces; the window translates it.
        hint: What to do next.
        values: What stands for the names. Without any, braces in `template` are plain text.
    """

    def __init__(self, template: str, hint: str = "", **values: object) -> None:
        self.template, self.hint, self.values = template, hint, values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return filled(self.template, self.values)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its values; unchanged when there are none."""
    return readable(template.format(**values)) if values else template


def readable(text: str) -> str:
    """The text, with a replacement character for bytes that are not UTF-8, as some names of files hold."""
    return _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)


class SourceError(FerError):
    """Frames cannot be had."""


class SourceUnreadable(SourceError):
    """The file is missing, empty, or not what its name says."""


class CameraError(SourceError):
    """The camera does not give frames."""


class CameraNotFound(CameraError):
    """There is no such camera."""


class CameraForbidden(CameraError):
    """The system lets this user not open the camera."""


class CameraBusy(CameraError):
    """The camera is there but cannot be opened."""


class CameraLost(CameraError):
    """The camera stopped giving frames."""


class MicrophoneError(SourceError):
    """The microphone does not give sound."""


class MicrophoneNotFound(MicrophoneError):
    """There is no such microphone."""


class MicrophoneForbidden(MicrophoneError):
    """The system lets this user not open the microphone."""


class MicrophoneBusy(MicrophoneError):
    """The microphone is there but cannot be opened."""


class MicrophoneLost(MicrophoneError):
    """The microphone stopped giving sound."""


class NoSoundSystem(MicrophoneError):
    """The library that reaches microphones is not installed."""


class ModelError(FerError):
    """The model cannot be used."""


class WeightsMissing(ModelError):
    """A weight file is not where it should be."""


class WeightsMismatch(ModelError):
    """A weight file is not the one that its manifest describes."""


class SessionError(FerError):
    """A session cannot be written or read."""


class DiskFull(SessionError):
    """No room is left where the session is written."""


class SessionUnwritable(SessionError):
    """The session folder cannot be made or written."""


class SessionUnreadable(SessionError):
    """The folder does not hold a session, or it is damaged."""


class SessionDamaged(SessionUnreadable):
    """An encrypted file was changed or cut off after it was written."""


class SessionLocked(SessionError):
    """The session is encrypted, and its passphrase was not given."""


class SessionTooNew(SessionError):
    """The session was written by a newer version of the app."""


class ExportError(FerError):
    """An export could not be written."""


class NeutralRefused(FerError):
    """What should show a neutral face does not."""


class CodesUnreadable(FerError):
    """A file of human codes makes no sense."""


class TranscriptUnreadable(FerError):
    """A file of what was said makes no sense."""


class MarkersUnreadable(FerError):
    """A file of markers makes no sense."""


class ForeignTableUnreadable(FerError):
    """A table of another program makes no sense."""


class ForeignTableTimeless(ForeignTableUnreadable):
    """It says no times, and nobody said how fast its frames came."""


class StudyUnreadable(FerError):
    """What describes a study is missing, or makes no sense."""


class StudyUnwritable(FerError):
    """A study cannot be made or changed."""


class SpeechModelUnusable(FerError):
    """What is said cannot be recognised here."""


class MarkerInletError(FerError):
    """Markers from other programs cannot be received."""


class OutletError(FerError):
    """Values cannot be given to other programs."""


class RemoteError(FerError):
    """The app cannot be reached from another program, or refuses what it asks."""


class ClusterUnreachable(FerError):
    """There is no such cluster, or what reaches it is not installed."""


class Cancelled(FerError):
    """The user stopped long work; nothing of it is left."""


class Notice(FerError):
    """What the user should know although nothing failed. Handed on, never raised."""


class Told(str):
    """A notice in English, as a log or a terminal takes it, which the window can say in its own language.

    Args:
        about: What it is about, said before it; "" where that is clear.
    """

    notice: Notice

    def __new__(cls, notice: Notice, about: str = "") -> Told:
        """The words."""
        told = super().__new__(cls, f"{about}: {notice}" if about else str(notice))
        told.notice = notice
        return told

    def __reduce__(self) -> tuple[object, ...]:
        """As it travels between processes."""
        return _told_again, (str(self), self.notice)


def _told_again(words: str, notice: Notice) -> Told:
    told = str.__new__(Told, words)
    told.notice = notice
    return told


class DataError(FerError):
    """Training data is missing or does not fit."""
