"""A session as ELAN's own file: EAF 3.0, as its schema (https://www.mpi.nl/tools/elan/EAFv3.0.xsd) describes it."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fer_desktop.results.media import video_path
from fer_desktop.results.tiers import Tier, lasting
from fer_desktop.session.library import Session

_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_UNKNOWN_DATE = "1970-01-01T00:00:00+00:00"  # the schema wants one
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE = "expression"  # of tiers: plain intervals without a parent


def eaf_bytes(session: Session, tiers: Sequence[Tier]) -> bytes:
    """The document; it names the video of the session, where there is one that ELAN can open."""
    started = session.info.started
    root = Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": f"FER Desktop {session.info.app_version}",
            "DATE": started.isoformat(timespec="seconds") if started else _UNKNOWN_DATE,
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": _XSI,
            "xsi:noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    header = SubElement(root, "HEADER", {"MEDIA_FILE": "", "TIME_UNITS": "milliseconds"})
    video = video_path(session)
    if video is not None:
        SubElement(
            header, "MEDIA_DESCRIPTOR", {"MEDIA_URL": video.resolve().as_uri(), "MIME_TYPE": _kind(session, video)}
        )
    order = SubElement(root, "TIME_ORDER")
    slots, annotations = count(1), count(1)
    for tier in tiers:
        attributes = {"LINGUISTIC_TYPE_REF": _TYPE, "TIER_ID": _text(tier.name)}
        if tier.who:
            attributes["PARTICIPANT"] = _text(tier.who)
        element = SubElement(root, "TIER", attributes)
        for interval in lasting(tier.intervals):
            ends = [f"ts{next(slots)}", f"ts{next(slots)}"]
            for name, time_ms in zip(ends, (interval.start_ms, interval.end_ms), strict=True):
                SubElement(order, "TIME_SLOT", {"TIME_SLOT_ID": name, "TIME_VALUE": str(time_ms)})
            refs = {"TIME_SLOT_REF1": ends[0], "TIME_SLOT_REF2": ends[1]}
            holder = SubElement(element, "ANNOTATION")
            one = SubElement(holder, "ALIGNABLE_ANNOTATION", {"ANNOTATION_ID": f"a{next(annotations)}", **refs})
            SubElement(one, "ANNOTATION_VALUE").text = _text(interval.text)
    last = SubElement(header, "PROPERTY", {"NAME": "lastUsedAnnotationId"})
    last.text = str(next(annotations) - 1)
    SubElement(
        root,
        "LINGUISTIC_TYPE",
        {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": _TYPE, "TIME_ALIGNABLE": "true"},
    )
    indent(root)
    return tostring(root, encoding="UTF-8", xml_declaration=True)


def _kind(session: Session, video: Path) -> str:
    """What ELAN calls the media; a copy in the session has no extension, but its source had one."""
    known = mimetypes.guess_type(video.name)[0] or mimetypes.guess_type(session.info.source.name)[0]
    return known or "video/*"


def _text(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
