"""Codes that were made elsewhere: a CSV, a tab-delimited export of ELAN, or its own file (.eaf)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from fer_desktop import __version__
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.codes import CODES, INTENSITY
from fer_desktop.results.tiers import EXCLUDED, MARKERS
from fer_desktop.session.codings import MOST_CODER, CodeFacts, Coding, load_codings, save_coding
from fer_desktop.session.library import Session

_HINT = "It has the columns start_s, end_s, face, code; or it comes from ELAN (.eaf, or a tab-delimited export)."
_OF_NO_FACE = (MARKERS, EXCLUDED)  # tiers of our own export
CODE_SUFFIXES = (".csv", ".txt", ".tsv", ".eaf")


def read_codes(path: Path, faces: tuple[int, ...]) -> Coding:
    """What one coder said, who is called as the file; moments without a code are left out.

    Args:
        path: A CSV with the columns of `coding_csv`; or of ELAN, tiers whose names end in the number of a face.
        faces: Of the session; a tier without a number is about the only one.

    Raises:
        CodesUnreadable: it is neither, or a code is not known.
    """
    try:
        moments = tuple(one for one in _rows(path, faces) if one.code)
    except (OSError, ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
        raise CodesUnreadable("{path} holds no codes ({reason}).", _HINT, path=path, reason=error) from error
    strange = sorted({str(one.code) for one in moments} - set(CODES))
    if strange:
        raise CodesUnreadable(
            "{path} has a code that is not known: {code}. Known are {known}.",
            "Write one of these in its place.",
            path=path,
            code=strange[0],
            known=", ".join(CODES),
        )
    if not moments:
        raise CodesUnreadable("{path} holds no codes.", _HINT, path=path)
    return Coding(coder=path.stem[:MOST_CODER], origin=path.name, app_version=__version__, moments=moments)


def import_codes(session: Session, files: list[Path]) -> list[Coding]:
    """Keep what is in these files with a session; gives all its codings. Either all are kept or none.

    Raises:
        CodesUnreadable: one holds no codes, or a coder of that name has coded already.
        SessionError: they cannot be kept.
    """
    codings = load_codings(session.store)
    given: list[Coding] = []
    for file in files:
        coding = read_codes(file, session.face_ids)
        if any(one.coder == coding.coder for one in (*codings, *given)):
            raise CodesUnreadable(
                "{coder} has coded this session already.",
                "Nothing was imported. Give the file the name of another coder.",
                coder=coding.coder,
            )
        given.append(coding)
    for coding in given:
        save_coding(session.store, coding)
    return codings + given


def _rows(path: Path, faces: tuple[int, ...]) -> Iterator[CodeFacts]:
    if path.suffix.lower() == ".eaf":
        return _eaf_rows(path, faces)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return _elan_rows(lines, faces) if lines and "\t" in lines[0] else _csv_rows(lines)


def _csv_rows(lines: list[str]) -> Iterator[CodeFacts]:
    for row in csv.DictReader(lines):
        strength = (row.get(INTENSITY) or "").strip()
        face, code = int(row["face"]), row["code"] or ""
        yield _moment(float(row["start_s"]), float(row["end_s"]), face, code, int(strength) if strength else None)


def _elan_rows(lines: list[str], faces: tuple[int, ...]) -> Iterator[CodeFacts]:
    for row in csv.reader(lines, delimiter="\t"):
        if len(row) >= 4 and row[0] not in _OF_NO_FACE:
            face = _face_of(row[0], faces)
            yield _moment(float(row[1]) / 1000, float(row[2]) / 1000, face, row[3])


def _eaf_rows(path: Path, faces: tuple[int, ...]) -> Iterator[CodeFacts]:
    """ELAN's own format: annotations in tiers, their times in milliseconds in slots of their own."""
    root = ElementTree.parse(path).getroot()
    slots = {
        slot.attrib["TIME_SLOT_ID"]: float(slot.attrib["TIME_VALUE"]) / 1000
        for slot in root.iter("TIME_SLOT")
        if "TIME_VALUE" in slot.attrib
    }
    for tier in root.iter("TIER"):
        if tier.attrib["TIER_ID"] in _OF_NO_FACE:
            continue
        for one in tier.iter("ALIGNABLE_ANNOTATION"):
            face = _face_of(tier.attrib["TIER_ID"], faces)
            start_s, end_s = slots[one.attrib["TIME_SLOT_REF1"]], slots[one.attrib["TIME_SLOT_REF2"]]
            yield _moment(start_s, end_s, face, one.findtext("ANNOTATION_VALUE") or "")


def _moment(start_s: float, end_s: float, face: int, code: str, intensity: int | None = None) -> CodeFacts:
    if not 0 <= start_s <= end_s < float("inf"):
        raise ValueError(f"no moment lasts from {start_s:g} to {end_s:g} s")
    if intensity is not None and not 1 <= intensity <= 5:
        raise ValueError(f"an intensity is 1 to 5, not {intensity}")
    return CodeFacts(start_s=start_s, end_s=end_s, face=face, code=code.strip().lower() or None, intensity=intensity)


def _face_of(tier: str, faces: Sequence[int]) -> int:
    found = re.search(r"(\d+)\)?$", tier.strip())
    if found is not None:
        return int(found.group(1))
    if len(faces) != 1:
        raise ValueError(f"no face is named by the tier {tier!r}")
    return faces[0]
