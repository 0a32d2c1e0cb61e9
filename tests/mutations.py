"""Seeded damage: what disks, networks and people do to files."""

from __future__ import annotations

import json
import random
from typing import Any

_ODD_VALUES = [None, True, -1, 0, 1e308, 10**30, float("nan"), "", "x" * 5000, "../..", "\x00", [], {}, [[]], {"a": {}}]
_ODD_TEXTS = [
    b"nan",
    b"inf",
    b"-1",
    b"1e999",
    b"\xff\xfe",
    b"\x00",
    b'"',
    b",,,,",
    b"\r",
    b"{",
    b"[" * 2000,
    b"9" * 400,
]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """One to four kinds of damage to bytes."""
    result = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(result) + 1)
        length = rng.choice([1, 4, 64, 1024, max(len(result) // 3, 1)])
        match rng.randrange(6):
            case 0:
                for i in range(place, min(place + rng.choice([1, 8, 64]), len(result))):
                    result[i] = rng.randrange(256)
            case 1:
                del result[place:]
            case 2:
                del result[place : place + length]
            case 3:
                result[place:place] = result[place : place + length]
            case 4:
                result[place:place] = rng.choice(_ODD_TEXTS)
            case _:
                result[place : place + length] = bytes(min(length, max(len(result) - place, 0)))
    return bytes(result)


def mutated_json(data: bytes, rng: random.Random) -> bytes:
    """JSON that still parses, with values of other kinds, or keys missing."""
    value = json.loads(data)
    for _ in range(rng.randint(1, 3)):
        value = _changed(value, rng)
    return json.dumps(value).encode()


def _changed(value: Any, rng: random.Random) -> Any:
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(sorted(value, key=str))
        if rng.random() < 0.2:
            return {name: inner for name, inner in value.items() if name != key}
        return {**value, key: _changed(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.7:
        place = rng.randrange(len(value))
        return [*value[:place], _changed(value[place], rng), *value[place + 1 :]]
    return rng.choice(_ODD_VALUES)
