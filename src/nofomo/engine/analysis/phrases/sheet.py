"""Words that only the printed page and the picture of an analysis need."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the head
    "sheet.title": ("Analisa SPOT I", "SPOT I analysis"),
    "sheet.file_title": ("{symbol} {action} · {at}", "{symbol} {action} · {at}"),
    "sheet.valid_until": ("Berlaku sampai {moment}", "Valid until {moment}"),
    "sheet.price": ("Harga", "Price"),
    "sheet.synthetic": ("DATA SINTETIS", "SYNTHETIC DATA"),
    "sheet.changes": ("Berubah bila", "Changes on"),
    "sheet.worth": ("{count} layak", "{count} worth"),
    "sheet.priority": ("{count} prioritas", "{count} priority"),
    # the chart
    "sheet.chart": ("Grafik {symbol} {timeframe}", "{symbol} {timeframe} chart"),
    "sheet.average": ("EMA{period}", "EMA{period}"),
    "sheet.box": ("Box {low}–{high}", "Box {low}–{high}"),
    "sheet.buy": ("beli {share}", "buy {share}"),
    "sheet.sell": ("jual {share}", "sell {share}"),
    "sheet.stop_limit": ("stop-limit", "stop-limit"),
    "sheet.retest": ("tambah", "add"),
    "sheet.invalid": ("Invalid", "Invalid"),
    "sheet.quick_stop": ("SL cepat", "quick stop"),
    "sheet.close": ("{timeframe} close", "{timeframe} close"),
    "sheet.sources": ("{count} sumber", "sources: {count}"),
    # the plan
    "sheet.plan": ("Rencana dan ukuran", "Plan and size"),
    "sheet.plan_only": ("Rencana", "Plan"),
    "sheet.pullback": ("Pullback", "Pullback"),
    "sheet.breakout": ("Breakout", "Breakout"),
    "sheet.market": ("Pasar", "Market"),
    "sheet.distance": ("Jarak", "Distance"),
    "sheet.share": ("Bagian", "Share"),
    "sheet.average_price": ("Rata-rata", "Average"),
    "sheet.trigger": ("Pemicu", "Trigger"),
    "sheet.loss": ("Rugi bila gagal", "Loss if it fails"),
    "sheet.gain": ("Untung bila semua TP kena", "Gain if every TP is hit"),
    "sheet.equity": (
        "Risiko {risk} dari modal {equity}; dipakai {used}. Biaya {fees} sudah dihitung.",
        "{risk} of {equity} equity at risk; {used} of it used. Fees of {fees} are included.",
    ),
    "sheet.capped": ("Dibatasi kas, bukan risiko.", "Cash is the limit here, not risk."),
    "sheet.checked": ("Yang sudah diperiksa", "What was checked"),
    "sheet.found": ("Nilai", "Found"),
    "sheet.needed": ("Batas", "Needed"),
    # the score and the gates
    "sheet.score": ("Asal skor", "Where the score comes from"),
    "sheet.part.trendStack": ("Susunan tren", "Trend stack"),
    "sheet.part.location": ("Lokasi", "Location"),
    "sheet.part.momentum": ("Momentum", "Momentum"),
    "sheet.part.volume": ("Volume", "Volume"),
    "sheet.part.levelsRr": ("Level dan RR", "Levels and RR"),
    "sheet.total": ("Jumlah", "Total"),
    "sheet.gates": ("Gerbang", "Gates"),
    "sheet.gate.open": ("terbuka", "open"),
    "sheet.gate.closed": ("tertutup", "closed"),
    "sheet.gate.unknown": ("tak diketahui", "unknown"),
    "sheet.gate_count": ("{count} {state}", "{count} {state}"),
    # what became of it
    "sheet.outcome": ("Kelanjutannya", "What became of it"),
    "sheet.ambiguous": ("(urutan tak pasti, dihitung yang terburuk)", "(order unsure, the worse one counted)"),
    "sheet.state.waiting": ("belum tersentuh", "not touched yet"),
    "sheet.state.touched": ("sebagian terisi", "partly filled"),
    "sheet.state.triggered": ("terpicu", "triggered"),
    "sheet.state.tp1": ("TP1 kena", "TP1 hit"),
    "sheet.state.tp2": ("TP2 kena", "TP2 hit"),
    "sheet.state.tp3": ("TP3 kena", "TP3 hit"),
    "sheet.state.invalidated": ("invalid", "invalidated"),
    "sheet.state.expired": ("kedaluwarsa", "expired"),
    "sheet.state.ranAway": ("lari tanpa terisi", "ran away unfilled"),
    "sheet.state.time": ("ditutup oleh waktu", "closed by time"),
    # the foot
    "sheet.times": ("Waktu dalam {zone}.", "Times are {zone}."),
    "sheet.shortened": ("Diringkas agar muat satu halaman.", "Shortened to fit one page."),
}
