"""Enough of the PDF format to read back what our pages say: pages, title, language, and the words run by run."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"/Length (\d+).*?stream\r?\n", re.DOTALL)
_RUN = re.compile(rb"/(f\d+) [\d.]+ Tf[^(\[]*Tm(.*?[\])])T[Jj]\nET", re.DOTALL)
_PIECE = re.compile(rb"\\([0-7]{1,3}|.)|([()])|([^\\()]+)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class ReadPdf:
    """What a PDF says. `runs` are its words in their order, one run for each piece that is set at once; the letters of
    a drawing are runs of their own."""

    pages: int
    title: str
    language: str
    runs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.runs)


def read_pdf(content: bytes) -> ReadPdf:
    """Read a PDF that Typst made."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(content)}
    count = re.search(rb"/Count (\d+)", content)
    title = re.search(rb"/Title(?:<FEFF([0-9A-F]*)>|(\(.*?\))/)", content, re.DOTALL)
    language = re.search(rb"/Lang\((\w+)\)", content)
    assert count
    assert title
    assert language
    shown = bytes.fromhex(title[1].decode()).decode("utf-16-be") if title[1] else _strings(title[2]).decode("latin-1")
    return ReadPdf(int(count[1]), shown, language[1].decode(), tuple(_runs(objects)))


def _runs(objects: dict[int, bytes]) -> list[str]:
    found: list[str] = []
    for page in (body for body in objects.values() if b"/Type/Page/" in body):
        resources = objects[_reference(page, b"Resources")]
        fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", resources[resources.index(b"/Font<<") :]))
        words = {name: _letters(objects, int(number)) for name, number in fonts.items()}
        content = _stream(objects[_reference(page, b"Contents")])
        for font, shown in _RUN.findall(content):
            codes = _strings(shown)
            glyphs = (codes[i] * 256 + codes[i + 1] for i in range(0, len(codes) - 1, 2))
            found.append("".join(words[font].get(glyph, "\ufffd") for glyph in glyphs))
    return found


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table = _stream(objects[_reference(objects[font], b"ToUnicode")])
    pairs = re.findall(rb"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$", table, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found
    content = body[found.end() : found.end() + int(found[1])]
    return zlib.decompress(content) if b"FlateDecode" in body[: found.end()] else content


def _strings(shown: bytes) -> bytes:
    """What stands in parentheses, which may stand in strings too as long as they are balanced."""
    out, depth = bytearray(), 0
    for escaped, parenthesis, plain in _PIECE.findall(shown):
        depth -= parenthesis == b")"
        if depth > 0:
            out += _unescaped(escaped) if escaped else parenthesis + plain
        depth += parenthesis == b"("
    return bytes(out)


def _unescaped(sign: bytes) -> bytes:
    return bytes([int(sign, 8)]) if sign.isdigit() else _SIGNS.get(sign, sign)
