"""The one family of all documents, Geist (SIL OFL), and how wide words in it are.

The files hold Latin letters, signs and arrows; their digits all have one width, so that columns align without asking
for that feature. Widths are read from the same files that draw the words.
"""

from __future__ import annotations

import base64
import struct
from functools import cache
from pathlib import Path
from typing import Final

FAMILY: Final = "Geist"
FOLDER: Final = Path(__file__).parent / "fonts"
_FILES: Final = {400: "Geist-Regular.ttf", 500: "Geist-Medium.ttf", 600: "Geist-SemiBold.ttf"}
_ELLIPSIS: Final = "…"
_UNKNOWN_EM: Final = 1.0


def text_width(words: str, size: float, *, weight: int = 400) -> float:
    """How wide words are in px at `size` px, without kerning. A character that the font lacks counts as one em."""
    widths = _advances(weight)
    return sum(widths.get(character, _UNKNOWN_EM) for character in words) * size


def shorten(words: str, room: float, *, size: float, weight: int = 400) -> str:
    """The words as far as they fit into `room` px, with an ellipsis where something is left out; maybe nothing."""
    if text_width(words, size, weight=weight) <= room:
        return words
    kept = words
    while kept and text_width(kept.rstrip() + _ELLIPSIS, size, weight=weight) > room:
        kept = kept[:-1]
    return kept.rstrip(" ·+,;") + _ELLIPSIS if kept else ""


@cache
def font_css() -> str:
    """The font as a style sheet with everything inside, for drawings that travel alone."""
    return "".join(
        f"@font-face{{font-family:{FAMILY};font-weight:{weight};src:url(data:font/ttf;base64,"
        f"{base64.b64encode((FOLDER / name).read_bytes()).decode()})}}"
        for weight, name in _FILES.items()
    )


@cache
def _advances(weight: int) -> dict[str, float]:
    """Character → width in em, from the tables `cmap` and `hmtx` of the font (OpenType, 1.9)."""
    data = (FOLDER / _FILES[weight]).read_bytes()
    tables = _tables(data)
    units = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    count = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    widths = [struct.unpack_from(">H", data, tables["hmtx"] + 4 * glyph)[0] for glyph in range(count)]
    glyphs = _glyphs(data, tables["cmap"])
    return {chr(code): widths[min(glyph, count - 1)] / units for code, glyph in glyphs.items()}


def _tables(data: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in records}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code point → glyph, from the format 4 table that every font of the Basic Multilingual Plane has."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    offsets = (cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)[2] for i in range(count))
    start = next(offset for offset in offsets if struct.unpack_from(">H", data, offset)[0] == 4)
    pairs = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{pairs}H", data, start + 14)
    first = start + 16 + 2 * pairs
    starts = struct.unpack_from(f">{pairs}H", data, first)
    deltas = struct.unpack_from(f">{pairs}H", data, first + 2 * pairs)
    ranges = first + 4 * pairs
    found: dict[int, int] = {}
    for i, (low, high, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        jump = struct.unpack_from(">H", data, ranges + 2 * i)[0]
        for code in range(low, min(high, 0xFFFE) + 1):
            place = ranges + 2 * i + jump + 2 * (code - low)
            glyph = struct.unpack_from(">H", data, place)[0] if jump else code
            if glyph or not jump:
                found[code] = (glyph + delta) & 0xFFFF
    return found
