"""What the command line says of the window."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from fer_desktop.settings import Device, KeepVoice, Prior, Settings


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the command line says about the window; None leaves it to the settings.

    Attributes:
        record_s: Record for so long as soon as the source runs, then close the window; 0 leaves it to the user.
        files: To be analysed as soon as the window is there.
        listen: Voices are listened to.
        microphone: To this one beside a camera.
        keep_voice: What of a voice is recorded.
        websocket: Port on which other programs get values and give commands.
        lsl: Values and markers go out as LSL streams, whatever the settings say.
        osc: Where values go as OSC.
        label_folder: A folder to be labelled by hand.
        passphrase: Recordings are encrypted with it, whatever the settings say; "" leaves that to them.
    """

    source: str = ""
    max_faces: int | None = None
    device: Device | None = None
    prior: Prior | None = None
    adapted: str | None = None
    record_s: float = 0.0
    files: tuple[str, ...] = ()
    listen: bool = False
    microphone: str | None = None
    keep_voice: KeepVoice | None = None
    passphrase: str = field(default="", repr=False)
    websocket: int | None = None
    lsl: bool = False
    osc: tuple[str, int] | None = None
    label_folder: Path | None = None

    def listening(self, settings: Settings) -> Settings:
        """The settings with the ways out, and the number of faces, that the command line names."""
        named: dict[str, Any] = {"lsl_outlet": settings.lsl_outlet or self.lsl}
        if self.max_faces is not None:
            named["max_faces"] = self.max_faces
        if self.websocket is not None:
            named["websocket_port"] = self.websocket
        if self.osc is not None:
            named["osc_address"], named["osc_port"] = self.osc
        return replace(settings, **named)
