"""Every column that a table of a session may have, by its name."""

from __future__ import annotations

from fer_desktop.session.details_schema import DETAILS_BY_NAME
from fer_desktop.session.fused_schema import FUSED_BY_NAME
from fer_desktop.session.schema import BY_NAME, Column
from fer_desktop.session.voice_schema import VOICE_BY_NAME

ALL_BY_NAME: dict[str, Column] = {**VOICE_BY_NAME, **DETAILS_BY_NAME, **FUSED_BY_NAME, **BY_NAME}
