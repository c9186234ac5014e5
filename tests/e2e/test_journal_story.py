"""Act on a plan, note it, close it, take the note back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Person


def test_a_taken_plan_is_noted_closed_with_a_result_and_removed(person: Person) -> None:
    page = person.page
    person.analyse("op", "OP/USDT")
    journal = page.get_by_role("region", name="Yang diambil")
    expect(journal).to_be_hidden()
    page.get_by_role("button", name="Tandai diambil").click()
    form = page.get_by_role("dialog", name="Tandai v1 diambil")
    paid = form.get_by_role("textbox", name="Harga terisi")
    expect(paid).to_have_value(re.compile(r"^2,\d+$"))
    paid.fill("")
    form.get_by_role("button", name="Catat").click()
    expect(form.get_by_text("Isi angka di atas nol.")).to_be_visible()
    paid.fill("2,340")
    form.get_by_role("textbox", name="Jumlah").fill("100")
    form.get_by_role("button", name="Catat").click()
    expect(journal).to_contain_text("v1 · PB 100 OP · 2,34")
    expect(page.get_by_text("Tercatat. Gerbang rugi harian ikut menghitungnya.").first).to_be_visible()

    journal.get_by_role("button", name="Tutup", exact=True).click()
    leaving = page.get_by_role("dialog", name="Tutup OP/USDT")
    expect(leaving.get_by_text("Dibeli di 2,34")).to_be_visible()
    leaving.get_by_role("textbox", name="Harga keluar").fill("2.500")
    leaving.get_by_role("button", name="Catat").click()
    # bought at 2.34, sold at 2.5 and not at two thousand five hundred; 0.1 % fee on both sides
    expect(journal).to_contain_text("→ 2,5")
    expect(journal).to_contain_text("+15,52 USDT")
    person.picture("journal-1440-dark")
    page.reload()
    expect(journal).to_contain_text("+15,52 USDT", timeout=10_000)

    journal.get_by_role("button", name="Hapus catatan OP/USDT").click()
    page.get_by_role("dialog", name="Hapus catatan OP/USDT?").get_by_role("button", name="Hapus").click()
    expect(journal).to_be_hidden()


def test_the_journal_page_sums_up_corrects_and_removes(person: Person) -> None:
    page = person.page
    page.goto(f"{person.server.url}/journal")
    expect(page.get_by_text("Belum ada rencana yang ditandai diambil")).to_be_visible()
    page.goto(f"{person.server.url}/analysis")
    person.analyse("op", "OP/USDT")
    for price in ("2,340", "2,350"):
        page.get_by_role("button", name="Tandai diambil").click()
        form = page.get_by_role("dialog", name="Tandai v1 diambil")
        form.get_by_role("textbox", name="Harga terisi").fill(price)
        form.get_by_role("textbox", name="Jumlah").fill("100")
        form.get_by_role("button", name="Catat").click()
        expect(form).to_be_hidden()
    page.get_by_role("region", name="Yang diambil").get_by_role("link", name="Semua di jurnal").click()

    still = page.get_by_role("region", name="Masih terbuka").first
    over = page.get_by_role("region", name="Sudah ditutup").first
    summary = page.get_by_role("region", name="Ringkasan")
    expect(still.get_by_role("link", name="Buka OP/USDT v1")).to_have_count(2)
    expect(summary).to_contain_text("Belum ada trade yang ditutup, jadi belum ada yang bisa dinilai.")
    still.get_by_role("row").filter(has_text="2,34").get_by_role("button", name="Tutup").click()
    leaving = page.get_by_role("dialog", name="Tutup OP/USDT")
    leaving.get_by_role("textbox", name="Harga keluar").fill("2,240")
    leaving.get_by_role("button", name="Catat").click()
    # bought at 2.34, sold at 2.24: 10 USDT and 0.1 % of both sides
    expect(over).to_contain_text("−10,46 USDT")
    expect(over).to_contain_text(re.compile(r"−\d,\d\dR"))
    expect(summary).to_contain_text("Baru 1 trade ditutup: belum bisa dikatakan apa-apa.")
    expect(summary).to_contain_text("−10,46 USDTdari batas 10,00 USDT")
    expect(summary).to_contain_text("0%0 dari 1")
    person.picture("journal-page-1440-dark")

    over.get_by_role("button", name="Betulkan harga jual OP/USDT").click()
    correcting = page.get_by_role("dialog", name="Betulkan OP/USDT")
    field = correcting.get_by_role("textbox", name="Harga keluar")
    expect(field).to_have_value("2,24")
    field.fill("2,440")
    correcting.get_by_role("button", name="Catat").click()
    expect(over).to_contain_text("+9,52 USDT")
    expect(summary).to_contain_text("0,00 USDTdari batas 10,00 USDT")

    over.get_by_role("button", name="Hapus catatan OP/USDT").click()
    asked = page.get_by_role("dialog", name="Hapus catatan OP/USDT?")
    asked.get_by_role("button", name="Batal").click()
    expect(over).to_contain_text("+9,52 USDT")
    over.get_by_role("button", name="Hapus catatan OP/USDT").click()
    asked.get_by_role("button", name="Hapus").click()
    expect(over).to_be_hidden()
    still.get_by_role("link", name="Buka OP/USDT v1").click()
    expect(page.get_by_role("button", name=re.compile("^Versi: v1"))).to_be_visible(timeout=10_000)


def test_the_journal_fits_a_phone(person_on_a_phone: Person) -> None:
    page = person_on_a_phone.page
    page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name="Jurnal").click()
    expect(page.get_by_role("heading", name="Jurnal")).to_be_attached()
    expect(page.get_by_text("Belum ada rencana yang ditandai diambil")).to_be_visible()
    assert person_on_a_phone.sideways() <= 0
    person_on_a_phone.picture("journal-390-dark")
