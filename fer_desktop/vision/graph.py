"""A MediaPipe graph that is fed by hand. Runs in the thread that made it; the graph has threads of its own.

`mp.solutions` waits for each answer, and keeps to itself some of what the graphs in it can do.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.vision.mediapipe_package import prepare_mediapipe

os.environ.setdefault("GLOG_minloglevel", "2")  # MediaPipe prints its own start-up lines otherwise
prepare_mediapipe()

# "INFO: Created TensorFlow Lite XNNPACK delegate", "W0000 00:00:17 manager.cc:114] ..."; errors begin with E or F
_OF_ITSELF = re.compile(rb"(INFO: Created TensorFlow|WARNING: All log messages before absl|[IW]\d{4} )")
_MICROSECONDS = 1_000  # distance between two packets; none of our graphs keeps anything between them


class Graph:
    """One running graph.

    Args:
        text: Its description, a CalculatorGraphConfig.
        output: The output stream that is read.
        side_packets: Given once, at the start.
    """

    def __init__(self, text: str, output: str, side_packets: Mapping[str, Any] | None = None) -> None:
        import mediapipe
        from google.protobuf import text_format
        from mediapipe.framework import calculator_pb2
        from mediapipe.python._framework_bindings import calculator_graph, resource_util

        resource_util.set_resource_dir(str(Path(mediapipe.__file__).parent.parent))
        config = text_format.Parse(text, calculator_pb2.CalculatorGraphConfig())
        self._graph = calculator_graph.CalculatorGraph(graph_config=config)
        self._packets: list[Any] = []
        self._sent: list[Any] = []  # ours are the last references: arrays must not be freed in a thread of the graph
        # the graph keeps its callback for ever, where Python's collector cannot see it: were this object in it, both
        # would keep each other alive, with all threads and models
        keep = self._packets.append
        self._graph.observe_output_stream(output, lambda _, packet: keep(packet))
        self._timestamp = 0
        self._graph.start_run(dict(side_packets or {}))

    def send(self, **packets: Any) -> int:
        """Hand in one packet for each input stream; returns at once with the timestamp that they have."""
        # must grow; what it says means nothing, since no graph of ours looks back
        self._timestamp += _MICROSECONDS
        self._sent += packets.values()
        for name, packet in packets.items():
            self._graph.add_packet_to_input_stream(name, packet.at(self._timestamp))
        return self._timestamp

    def receive(self) -> dict[int, Any]:
        """Wait until all that was sent is done; packets since the last call, by timestamp."""
        self._graph.wait_until_idle()
        self._sent.clear()
        answers = {packet.timestamp.value: packet for packet in self._packets}
        self._packets.clear()
        return answers

    def close(self) -> None:
        """Release the models."""
        self._graph.close_all_packet_sources()
        self._graph.wait_until_done()


def image_packet(image: NDArray[np.uint8]) -> Any:
    """Packet of an (H, W, 3) RGB image, contiguous; the array is used as it is and must not change any more."""
    from mediapipe.python import packet_creator
    from mediapipe.python._framework_bindings import image_frame

    # copy=False hands the array over without a copy, which MediaPipe allows for read-only arrays
    frozen = image.view()
    frozen.flags.writeable = False
    return packet_creator.create_image_frame(image_format=image_frame.ImageFormat.SRGB, data=frozen, copy=False)


@contextmanager
def quiet_start() -> Iterator[None]:
    """Keep what MediaPipe and TensorFlow say of themselves when a model starts away from the user's terminal.

    They write to the file descriptor, from threads of their own, before their logging can be configured: so this
    is to lie around all of a start, with a first use. Whatever else is printed meanwhile comes out at the end.
    """
    if sys.stderr is not None:
        sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # no stderr at all, as in a windowed program
        yield
        return
    with tempfile.TemporaryFile() as aside:
        os.dup2(aside.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            aside.seek(0)
            with suppress(OSError):  # nobody reads it any more, or the disk is full
                os.write(2, b"".join(line for line in aside if not _OF_ITSELF.match(line)))
