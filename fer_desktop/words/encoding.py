"""The text of a file whose encoding nobody names.

UTF-8 and UTF-16 are told by their form, UTF-8 also where a file was cut off or damaged. Older encodings are guessed by
chardet from the lines that are not plain ASCII: where few of their letters are others, only encodings of Latin letters
are asked for, or "così è" would be Cyrillic.
"""

from __future__ import annotations

LOST = "\N{REPLACEMENT CHARACTER}"  # stands for what could not be read
_DAMAGED = 0.25  # at most so many letters that are lost for each that is not ASCII
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257")
_FEW = 0.4  # of the letters
_LEAST_SURE = 0.03  # chardet's confidence is low for short texts, also where it is right


def decoded_text(data: bytes) -> tuple[str, str]:
    """The text, and its encoding where that is a guess; "" where it is not."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ""
    if data.count(0) > len(data) // 8:  # UTF-16 without a mark: times and breaks have a zero each in any language
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace"), ""
    text = data.decode("utf-8-sig", "replace")
    n_lost = text.count(LOST)
    n_others = sum(not letter.isascii() for letter in text) - n_lost
    if n_lost <= _DAMAGED * n_others:  # letters of old encodings hardly ever fit together like that
        return text, ""
    encoding = _guessed(data)
    return data.decode(encoding, "replace"), encoding


def _guessed(data: bytes) -> str:
    """Which old encoding it is; Windows-1252 where that cannot be told."""
    from chardet import EncodingEra, detect

    lines = b"\n".join(line for line in data.split(b"\n") if not line.isascii())
    n_others = sum(byte >= 0x80 for byte in lines)
    n_plain = sum(byte < 0x80 and chr(byte).isalpha() for byte in lines)
    is_latin = n_others <= _FEW * (n_others + n_plain)
    found = detect(
        lines,
        encoding_era=EncodingEra.MODERN_WEB,
        prefer_superset=True,
        include_encodings=_LATIN if is_latin else None,
    )
    if found["encoding"] is None or (is_latin and found["confidence"] < _LEAST_SURE):
        return "Windows-1252"
    return found["encoding"]
