"""Which processor runs the network. Runs in the thread that will own the network."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal

import torch

_log = logging.getLogger(__name__)

DeviceChoice = Literal["auto", "cuda", "mps", "cpu"]


@dataclass(frozen=True, slots=True)
class ChosenDevice:
    """A device that has been seen to work.

    Attributes:
        notice: For the user when it is not the one that was asked for, else "".
    """

    device: torch.device
    notice: str


def choose_device(choice: DeviceChoice) -> ChosenDevice:
    """CUDA when there is one, then MPS, then the CPU; a device that fails gives way to the CPU."""
    for name in _candidates(choice):
        device = torch.device(name)
        try:
            torch.ones(8, 8, device=device).matmul(torch.ones(8, 8, device=device)).cpu()
        except Exception as error:  # drivers raise many types; each means "cannot be used"
            _log.info("device %s cannot be used: %s", name, error)
            return ChosenDevice(
                torch.device("cpu"), f"{name.upper()} cannot be used ({_first_line(error)}). Running on the CPU."
            )
        return ChosenDevice(device, "")
    return ChosenDevice(torch.device("cpu"), "")


def _candidates(choice: DeviceChoice) -> list[str]:
    if choice != "auto":
        return [choice]
    available = [("cuda", torch.cuda.is_available()), ("mps", torch.backends.mps.is_available()), ("cpu", True)]
    return [name for name, is_there in available if is_there]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:160]
