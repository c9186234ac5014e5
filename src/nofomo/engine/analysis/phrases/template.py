"""The blueprint's template: headings, lines of the plan, answers, names of the gates."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "action.TRADE": ("Layak", "Trade"),
    "action.WAIT": ("Tunggu", "Wait"),
    "action.NO_TRADE": ("Lewati", "No trade"),
    "verdict.priority": ("prioritas", "priority"),
    "verdict.worth": ("layak", "worth taking"),
    "verdict.skip": ("di bawah syarat", "below what is needed"),
    "gate.btc": ("BTC", "BTC"),
    "gate.dxy": ("DXY", "DXY"),
    "gate.news": ("Berita", "News"),
    "gate.spread": ("Spread", "Spread"),
    "gate.depth": ("Kedalaman", "Depth"),
    "gate.dailyLoss": ("Rugi harian", "Daily loss"),
    "gate.hours": ("Jam", "Hours"),
    "gate.data": ("Data", "Data"),
    "text.title": ("Analisa SPOT I · {symbol} · {venue} · {at}", "SPOT I analysis · {symbol} · {venue} · {at}"),
    "text.answer": (
        "{action} · skor {score}/50 ({verdict}) · harga {price}",
        "{action} · score {score}/50 ({verdict}) · price {price}",
    ),
    "text.change": ("Berubah bila {change}.", "Changes on: {change}."),
    "text.closed_gates": ("Gerbang tertutup: {gates}.", "Closed gates: {gates}."),
    "text.gate": ("{name} ({detail})", "{name} ({detail})"),
    "text.synthetic": (
        "Data sintetis: pasar sandbox buatan, bukan harga nyata.",
        "Synthetic data: the sandbox market is made up, these are not real prices.",
    ),
    "text.bias": ("Bias Dominan :", "Dominant Bias :"),
    "text.levels": ("Level Kunci", "Key Levels"),
    "text.support": ("Support: {prices}", "Support: {prices}"),
    "text.resistance": ("Resistance: {prices}", "Resistance: {prices}"),
    "text.no_support": ("Support: tidak ada yang terbaca di bawah harga", "Support: none readable below price"),
    "text.no_resistance": ("Resistance: tidak ada yang terbaca di atas harga", "Resistance: none readable above price"),
    "text.price": ("{price}", "{price}"),
    "text.plan": ("Rencana Eksekusi (spot)", "Execution Plan (spot)"),
    "text.pullback": ("1) Pullback buy (aman)", "1) Pullback buy (safer)"),
    "text.entry": ("{price} ({share})", "{price} ({share})"),
    "text.scale_in": ("Beli bertahap: {entries}", "Scale in: {entries}"),
    "text.invalidation": (
        "Invalidasi intraday: {timeframe} close < {price}.",
        "Intraday invalidation: {timeframe} close < {price}.",
    ),
    "text.invalidation_wide": (
        "Invalidasi: {timeframe} close < {price}.",
        "Invalidation: {timeframe} close < {price}.",
    ),
    "text.target": ("TP{number} {price}", "TP{number} {price}"),
    "text.targets": ("TP: {targets}.", "TP: {targets}."),
    "text.breakout": ("2) Breakout buy (agresif)", "2) Breakout buy (aggressive)"),
    "text.stop_limit": ("Stop‑limit buy: {prices}.", "Stop‑limit buy: {prices}."),
    "text.retest": ("Tambah saat retest {zone} bertahan.", "Add when a retest of {zone} holds."),
    "text.quick_stop": ("SL cepat: {price}.", "Quick SL: {price}."),
    "text.none": ("Tidak ada: level di sekitar harga tidak memberi rencana.", "None: the levels nearby give no plan."),
    "text.none_asked": ("Tidak diminta.", "Not asked for."),
    "text.none_because": (
        "Tidak ada: {condition} {found}, syarat {needed}.",
        "None: {condition} {found}, needed {needed}.",
    ),
    "text.reading": ("Bacaan Sinyal : {sentences}", "Signal Reading : {sentences}"),
    "text.fundamental": (
        "Fundamental Singkat (24–48 jam) : {sentences}",
        "Short Fundamentals (24–48 h) : {sentences}",
    ),
    "text.nothing": ("tidak ada catatan.", "nothing to note."),
    "text.warnings": ("Peringatan: {sentences}", "Warnings: {sentences}"),
    "text.valid_until": ("Berlaku sampai {moment}.", "Valid until {moment}."),
    "text.disclaimer": (
        "Edukasi, bukan saran keuangan. Keputusan dan risikonya milik Anda.",
        "Education, not financial advice. The decision and its risk are yours.",
    ),
}
