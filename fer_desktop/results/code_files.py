"""Codes that were made elsewhere: a CSV, a tab-delimited export of ELAN, or its own file (.eaf)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from fer_desktop import __version__
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.codes import CODES, HEADER, INTENSITY, STRONGEST, expression_of
from fer_desktop.results.filled_tables import filled_rows
from fer_desktop.results.tiers import EXCLUDED, MARKERS
from fer_desktop.session.codings import MOST_CODER, CodeFacts, Coding, load_codings, save_coding
from fer_desktop.session.library import Session
from fer_desktop.words.encoding import decoded_text
from fer_desktop.words.intervals import read_intervals

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
    except (OSError, ValueError, LookupError, ElementTree.ParseError, csv.Error) as error:
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
    text, _ = decoded_text(path.read_bytes())
    first = text.partition("\n")[0]
    return _elan_rows(text, faces) if "\t" in first and HEADER[0] not in first else _csv_rows(path)


def _csv_rows(path: Path) -> Iterator[CodeFacts]:
    for row in filled_rows(path, HEADER):
        strength = row.whole(INTENSITY) if row[INTENSITY] else None
        yield _moment(row.number("start_s"), row.number("end_s"), row.whole("face"), row["code"], strength)


def _elan_rows(text: str, faces: tuple[int, ...]) -> Iterator[CodeFacts]:
    """Of a tier, two times in milliseconds and a code, as we export them; or of what else ELAN may write."""
    if not re.match(r"[^\t]*\t\d+\t", text):
        lines = read_intervals(text)
        if not lines:
            raise ValueError("it has no two columns of times")
        for line in lines:
            if line.speaker not in _OF_NO_FACE and line.end_s is not None:
                yield _moment(line.start_s, line.end_s, _face_of(line.speaker, faces), line.text)
        return
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter="\t"), start=1):
        if len(row) >= 4 and row[0] not in _OF_NO_FACE:
            face = _face_of(row[0], faces)
            try:
                start_s, end_s = float(row[1]) / 1000, float(row[2]) / 1000
            except ValueError as error:
                raise ValueError(f"line {number}: {row[1]!r} to {row[2]!r} are no milliseconds") from error
            yield _moment(start_s, end_s, face, row[3])


def _eaf_rows(path: Path, faces: tuple[int, ...]) -> Iterator[CodeFacts]:
    """ELAN's own format: annotations in tiers, their times in milliseconds in slots of their own."""
    root = ElementTree.parse(path).getroot()
    slots = {
        _named(slot, "TIME_SLOT_ID"): float(slot.attrib["TIME_VALUE"]) / 1000
        for slot in root.iter("TIME_SLOT")
        if "TIME_VALUE" in slot.attrib
    }
    for tier in root.iter("TIER"):
        name = _named(tier, "TIER_ID")
        if name in _OF_NO_FACE:
            continue
        for one in tier.iter("ALIGNABLE_ANNOTATION"):
            start_s, end_s = (_time_s(slots, _named(one, f"TIME_SLOT_REF{i}")) for i in (1, 2))
            yield _moment(start_s, end_s, _face_of(name, faces), one.findtext("ANNOTATION_VALUE") or "")


def _named(element: ElementTree.Element, attribute: str) -> str:
    if attribute not in element.attrib:
        raise ValueError(f"a {element.tag} has no {attribute}")
    return element.attrib[attribute]


def _time_s(slots: Mapping[str, float], name: str) -> float:
    if name not in slots:
        raise ValueError(f"there is no time {name!r}")
    return slots[name]


def _moment(start_s: float, end_s: float, face: int, code: str, intensity: int | None = None) -> CodeFacts:
    if not 0 <= start_s <= end_s < float("inf"):
        raise ValueError(f"no moment lasts from {start_s:g} to {end_s:g} s")
    if intensity is not None and not 1 <= intensity <= STRONGEST:
        raise ValueError(f"an intensity is 1 to {STRONGEST}, not {intensity}")
    said = expression_of(code) or code.strip().lower() or None
    return CodeFacts(start_s=start_s, end_s=end_s, face=face, code=said, intensity=intensity)


def _face_of(tier: str, faces: Sequence[int]) -> int:
    found = re.search(r"(\d+)\)?$", tier.strip())
    if found is not None:
        return int(found.group(1))
    if len(faces) != 1:
        raise ValueError(f"no face is named by the tier {tier!r}")
    return faces[0]
