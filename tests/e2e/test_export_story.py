"""Take an analysis away: as a page, a picture, figures or text."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Person

PNG = b"\x89PNG\r\n\x1a\n"


def downloaded(page: Page, name: str, folder: Path) -> tuple[str, bytes]:
    """Press the button and keep what comes."""
    with page.expect_download(timeout=30_000) as waiting:
        page.get_by_role("button", name=name).click()
    file = folder / "file"
    waiting.value.save_as(file)
    return waiting.value.suggested_filename, file.read_bytes()


def test_a_page_a_picture_and_the_figures_are_downloaded(person: Person, tmp_path: Path) -> None:
    page = person.page
    person.analyse("xrp", "XRP/USDT")
    name, pdf = downloaded(page, "Unduh PDF", tmp_path)
    assert re.fullmatch(r"XRP-USDT_v1_20260312-19\d\d\.pdf", name), name
    assert pdf.startswith(b"%PDF-")
    assert re.findall(rb"/Type\s*/Pages\b.*?/Count (\d+)|/Count (\d+)", pdf), "no page tree"
    assert {int(a or b) for a, b in re.findall(rb"/Type\s*/Pages\b.*?/Count (\d+)|/Count (\d+)", pdf)} == {1}
    expect(page.get_by_text(f"{name} terunduh.").first).to_be_visible()

    name, picture = downloaded(page, "Unduh PNG", tmp_path)
    assert name.endswith(".png")
    assert picture.startswith(PNG)
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert width > height > 400

    name, figures = downloaded(page, "Unduh JSON", tmp_path)
    assert name.endswith(".json")
    assert json.loads(figures)["symbol"] == "XRP/USDT"


def test_a_document_that_cannot_be_made_says_so_and_can_be_tried_again(person: Person, tmp_path: Path) -> None:
    page = person.page
    person.analyse("sui", "SUI/USDT")
    person.context.set_offline(True)
    page.get_by_role("button", name="Unduh PDF").click()
    trouble = page.get_by_role("alert").filter(has_text="PDF tidak jadi")
    expect(trouble).to_be_visible(timeout=10_000)
    person.picture("export-failed-1440-dark")
    person.context.set_offline(False)
    with page.expect_download(timeout=30_000) as waiting:
        trouble.get_by_role("button", name="Coba lagi").click()
    assert waiting.value.suggested_filename.startswith("SUI-USDT_v1_")
    expect(trouble).to_be_hidden()


def test_a_phone_exports_from_a_sheet(person_on_a_phone: Person, tmp_path: Path) -> None:
    page = person_on_a_phone.page
    page.get_by_role("button", name="Analisa", exact=True).first.click()
    expect(page.get_by_role("region", name="Analisa", exact=True)).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Ekspor").click()
    sheet = page.get_by_role("dialog", name="Ekspor v1")
    expect(sheet).to_contain_text("Satu halaman dengan grafik, untuk dibagikan")
    person_on_a_phone.picture("export-390-dark")
    name, text = downloaded(page, "Unduh Teks", tmp_path)
    assert name.endswith(".txt")
    assert text.decode().startswith("Analisa SPOT I · BTC/USDT")
    assert person_on_a_phone.sideways() <= 0
