"""Facts that are kept as JSON: frozen values in the program, checked once, when they are read.

A class of facts derives from `Facts`; its annotations say what each key may hold, `Count` and the like how
large it may be. `decoded` refuses what does not fit, so that nobody behind it doubts a value again. Keys that
this version does not know are kept beside the others and written back by `encoded`: an older version
that rewrites a file of a newer one loses nothing.

A key that is added needs a default, by which files without it are read: None where that means
"not known"; such a key is left out of the file while it is None.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from threading import Lock
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=0, lt=2**53)]
Number = Annotated[float, Meta(gt=-1e15, lt=1e15)]  # neither infinite nor NaN
Distance = Annotated[float, Meta(ge=0, lt=1e15)]
Time = Distance  # in seconds

# the library learns a kind when it first meets it; a thread that meets the same one meanwhile crashes the program
_ONE_AT_A_TIME = Lock()

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """What one object of a JSON file says.

    Attributes:
        unknown: Keys that this version does not know, with what they hold. Facts that differ in these alone are equal.
    """

    unknown: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


def decoded(values: object, kind: type[T]) -> T:
    """What `json.loads` gave, as this kind of value.

    Raises:
        ValueError: something is missing or of another kind; the message says what and where.
    """
    try:
        with _ONE_AT_A_TIME:
            return msgspec.convert(_sorted_out(values, kind), kind, str_keys=True)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def encoded(facts: Facts) -> dict[str, Any]:
    """The object for `json.dumps`, its keys in the order of the fields."""
    values = {
        each.name: _plain(getattr(facts, each.name))
        for each in fields(facts)
        if each.name != "unknown" and not (getattr(facts, each.name) is None and each.default is None)
    }
    return {**values, **facts.unknown}


def load_json(data: bytes | str) -> Any:
    """What JSON says.

    Raises:
        ValueError: it is no JSON, or holds NaN or an infinity.
    """
    # after a power failure a file system may give back zeros
    if not (data.strip("\0 \t\r\n") if isinstance(data, str) else data.strip(b"\0 \t\r\n")):
        raise ValueError("it is empty")
    try:
        return json.loads(data, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def json_bytes(values: Mapping[str, Any]) -> bytes:
    """JSON for people to read, too."""
    text = json.dumps(values, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "backslashreplace")  # Linux allows file names that are no text


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """The type of each key that this kind of facts knows."""
    return {name: hint for name, hint in get_type_hints(kind, include_extras=True).items() if name != "unknown"}


def _sorted_out(value: object, hint: Any) -> object:
    """The same with unknown keys of each object in their place."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _sorted_out(value, arguments[0])
    if origin in (Union, UnionType):
        return _sorted_out(value, next(inner for inner in arguments if inner is not type(None)))
    if origin is tuple and isinstance(value, list):
        return [_sorted_out(item, arguments[0]) for item in value]
    if origin in (dict, Mapping) and isinstance(value, dict):
        return {key: _sorted_out(item, arguments[1]) for key, item in value.items()}
    if _is_facts(hint) and isinstance(value, dict):
        hints = hints_of(hint)
        known = {name: _sorted_out(value[name], inner) for name, inner in hints.items() if name in value}
        return {**known, "unknown": {name: inner for name, inner in value.items() if name not in hints}}
    return value


def _is_facts(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Facts)


def _plain(value: Any) -> Any:
    if isinstance(value, Facts):
        return encoded(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no number")
