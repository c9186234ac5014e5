"""Setting pages and pictures."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from nofomo.engine.core.errors import Broken
from nofomo.infra.documents import Svg, Type, Typesetter
from tests.support.clock import MARCH
from tests.support.pdf import read_pdf

TEMPLATE = b"""#let d = json(bytes(sys.inputs.data))
#set document(title: d.words)
#set text(font: "Geist", lang: "en")
#d.words
"""
HOSTILE = '#read("/etc/passwd") $x^2$ *bold* #panic("no") \\ <label> @ref [] {} "quoted" // gone'


def test_words_are_data_and_never_markup() -> None:
    page = read_pdf(Typesetter().page(TEMPLATE, data={"words": HOSTILE}, at=MARCH))
    assert page.text == HOSTILE
    assert page.title == HOSTILE


@pytest.mark.parametrize("call", ['read("/etc/passwd")', 'read("../axes.py")', 'image("/etc/hostname")'])
def test_even_a_template_cannot_read_files(call: str) -> None:
    with pytest.raises(Broken) as refused:
        Typesetter().page(f"#{call}".encode(), data={}, at=MARCH)
    assert refused.value.code == "DOCUMENT_BROKEN"


def test_even_a_template_cannot_reach_the_network() -> None:
    with pytest.raises(Broken):
        Typesetter().page(b'#import "@preview/cetz:0.3.4"', data={}, at=MARCH)


def test_the_same_input_gives_the_same_bytes_in_another_process_too() -> None:
    script = (
        "import sys\nfrom nofomo.infra.documents import Typesetter\n"
        f"sys.stdout.buffer.write(Typesetter().page({TEMPLATE!r}, data={{'words': 'once'}}, at={MARCH}))"
    )
    here = Typesetter().page(TEMPLATE, data={"words": "once"}, at=MARCH)
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    assert here == there
    assert b"2024-03-14T12:00:00" in here
    assert here != Typesetter().page(TEMPLATE, data={"words": "once"}, at=MARCH + 60_000)


def test_a_picture_has_the_pixels_of_its_drawing() -> None:
    svg = Svg(200, 100)
    svg.rectangle((0, 0, 200, 100), fill="#ffffff")
    svg.text("Geist 123", (10, 50), kind=Type("#000000", 40))
    content = Typesetter().picture(svg.render(), scale=1.5)
    assert content.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", content[16:24]) == (300, 150)


def test_the_picture_uses_our_font_whatever_the_machine_has() -> None:
    def drawn(words: str) -> bytes:
        svg = Svg(60, 20)
        svg.text(words, (1, 10), kind=Type("#000000", 12))
        return Typesetter().picture(svg.render(), scale=1)

    assert drawn("1111") != drawn("8888")
    assert drawn("") != drawn("1111")


def test_typst_is_not_loaded_before_the_first_document() -> None:
    script = "import sys, nofomo.features.plans, nofomo.cli.serving\nprint('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


async def test_documents_asked_for_at_once_are_all_set_one_after_the_other() -> None:
    typesetter, at_work, most = Typesetter(), 0, 0

    def work(used: Typesetter, name: str) -> bytes:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        page = used.page(TEMPLATE, data={"words": name}, at=MARCH)
        at_work -= 1
        return page

    pages = await asyncio.gather(*(typesetter.run(lambda used, i=i: work(used, f"page {i}")) for i in range(8)))
    assert [read_pdf(page).text for page in pages] == [f"page {i}" for i in range(8)]
    assert most == 1


async def test_a_document_that_fails_does_not_stop_the_next_one() -> None:
    typesetter = Typesetter()
    with pytest.raises(Broken):
        await typesetter.run(lambda used: used.page(b"#unknown-word", data={}, at=MARCH))
    page = await typesetter.run(lambda used: used.page(TEMPLATE, data={"words": "on"}, at=MARCH))
    assert read_pdf(page).text == "on"


def test_the_wheel_carries_fonts_and_templates() -> None:
    """Hatchling takes every file below src/nofomo that git does not ignore."""
    root = Path(__file__).parents[4]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "src/nofomo"],
        cwd=root, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in ("infra/documents/fonts/Geist-Regular.ttf", "features/plans/documents/plan.typ"):
        assert f"src/nofomo/{name}" in listed
