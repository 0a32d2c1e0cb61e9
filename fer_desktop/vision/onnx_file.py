"""What a graph in a file of ONNX holds, and a further output of it, without the library of ONNX.

That library is not in the bundles, and what is wanted of it here is little: a file of ONNX is a message of Protocol
Buffers (encoding: protobuf.dev/programming-guides/encoding), whose fields have the numbers of ONNX's `onnx.proto`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# numbers of fields: of ModelProto, GraphProto, NodeProto, TensorProto, ValueInfoProto
_GRAPH = 7
_NODE, _INITIALIZER, _OUTPUT = 1, 5, 12
_INPUT = 1
_DIMS, _NAME, _RAW_DATA = 1, 8, 9
_VALUE_NAME = 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # wire types


class Linear(NamedTuple):
    """A linear layer of a graph: the name of the value that it takes, `weight` (M, C) and `bias` (M,) float32."""

    takes: str
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]


def linear_layer(data: bytes, weight: str, bias: str) -> Linear:
    """The layer whose weight and bias have these names.

    Raises:
        ValueError: the file has no such layer, or makes no sense.
    """
    graph = _only(data, _GRAPH)
    held = {_text(tensor, _NAME): tensor for tensor in _all(graph, _INITIALIZER)}
    nodes = [[bytes(name).decode() for name in _all(node, _INPUT)] for node in _all(graph, _NODE)]
    takes = next((names[0] for names in nodes if weight in names), None)
    if takes is None or not {weight, bias} <= held.keys():
        raise ValueError(f"no layer has the weight {weight} and the bias {bias}")
    return Linear(takes, _array(held[weight]), _array(held[bias]))


def with_output(data: bytes, name: str) -> bytes:
    """The same file, whose graph gives the value of this name, too, as its last output.

    Messages that follow each other are merged (as the encoding says), so that nothing in the file has to be changed.
    """
    value = _field(_VALUE_NAME, name.encode())
    return data + _field(_GRAPH, _field(_OUTPUT, value))


def _fields(message: memoryview) -> Iterator[tuple[int, int, int | memoryview]]:
    """Number, wire type and value of each field."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, place = _varint(message, place)
            yield number, kind, value
            continue
        if kind == _BYTES:
            size, place = _varint(message, place)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
        else:
            raise ValueError(f"no field has the type {kind}")
        if place + size > len(message):
            raise ValueError("the file ends in a field")
        yield number, kind, message[place : place + size]
        place += size


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message):
        byte, place = message[place], place + 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
    raise ValueError("the file ends in a number")


def _field(number: int, value: bytes) -> bytes:
    """A field that holds bytes."""
    size, length = len(value), bytearray()
    while size >= 0x80:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    length.append(size)
    return bytes([number << 3 | _BYTES]) + bytes(length) + value


def _all(message: memoryview | bytes, wanted: int) -> list[memoryview]:
    return [
        value for number, _, value in _fields(memoryview(message)) if number == wanted and isinstance(value, memoryview)
    ]


def _only(message: memoryview | bytes, wanted: int) -> memoryview:
    found = _all(message, wanted)
    if len(found) != 1:
        raise ValueError(f"{len(found)} fields of the number {wanted} instead of one")
    return found[0]


def _text(message: memoryview, wanted: int) -> str:
    return "".join(bytes(value).decode() for value in _all(message, wanted))


def _array(tensor: memoryview) -> NDArray[np.float32]:
    shape: list[int] = []
    for number, _, value in _fields(tensor):
        if number != _DIMS:
            continue
        if isinstance(value, int):
            shape.append(value)
        else:  # packed
            place = 0
            while place < len(value):
                size, place = _varint(value, place)
                shape.append(size)
    return np.frombuffer(_only(tensor, _RAW_DATA), dtype="<f4").reshape(shape).astype(np.float32)
