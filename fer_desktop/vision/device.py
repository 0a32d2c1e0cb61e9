"""Which processor runs the network."""

from __future__ import annotations

import ctypes
import logging
import platform
import sys
from dataclasses import dataclass
from typing import Literal

from fer_desktop.errors import Notice

_log = logging.getLogger(__name__)

DeviceChoice = Literal["auto", "cuda", "mps", "cpu"]


@dataclass(frozen=True, slots=True)
class ChosenDevice:
    """A device that has been seen to work.

    Attributes:
        name: "cuda", "mps" or "cpu".
        notice: For the user when it is not the one that was asked for, else None.
    """

    name: str
    notice: Notice | None = None


def choose_device(choice: DeviceChoice) -> ChosenDevice:
    """CUDA when there is one, then MPS, then the CPU; a device that fails gives way to the CPU."""
    if choice == "cpu" or (choice == "auto" and not may_have_gpu()):
        return ChosenDevice("cpu")
    try:
        import torch
    except ImportError as error:  # the light bundle has none
        return ChosenDevice("cpu") if choice == "auto" else _given_up(choice, error)
    if choice == "auto":
        available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
        choice = next((name for name in ("cuda", "mps") if available[name]), "cpu")
    try:
        torch.ones(8, 8, device=choice).matmul(torch.ones(8, 8, device=choice)).cpu()
    except Exception as error:  # drivers raise many types; each means "cannot be used"
        return _given_up(choice, error)
    return ChosenDevice(choice)


def may_have_gpu() -> bool:
    """Whether torch need be asked at all, which takes seconds: only where there is a driver."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _given_up(name: str, error: Exception) -> ChosenDevice:
    _log.info("device %s cannot be used: %s", name, error)
    words = Notice(
        "{device} cannot be used ({reason}). Running on the CPU.", device=name.upper(), reason=_first_line(error)
    )
    return ChosenDevice("cpu", words)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
