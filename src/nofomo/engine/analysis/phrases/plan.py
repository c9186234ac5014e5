"""Legs, what was checked for them, the headline, what would change the answer, and warnings."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # why the rungs and targets lie where they do
    "plan.first_rung": ("PB1 {price} di S1: {reasons}", "PB1 {price} at S1: {reasons}"),
    "plan.second_rung": ("PB2 {price} di tepi atas S2: {reasons}", "PB2 {price} at the upper edge of S2: {reasons}"),
    "plan.wrong_below": (
        "Ide gugur bila close menembus tepi bawah S2 {low}",
        "Wrong on a close through S2's lower edge {low}",
    ),
    "plan.over_box": ("Stop-limit di atas box {low}–{high}", "Stop-limit above the box {low}–{high}"),
    "plan.confirm_volume": (
        "Candle {timeframe} yang menembus harus bervolume minimal {times} MA{period}",
        "The {timeframe} candle that breaks out needs volume of at least {times} MA{period}",
    ),
    "target.before": ("TP{number} tepat sebelum R{rank} {low}–{high}", "TP{number} just before R{rank} {low}–{high}"),
    # what was checked
    "check.two_supports": ("Dua support dalam jangkauan", "Two supports within reach"),
    "check.supports": ("{low}–{high} ATR {timeframe} di bawah harga", "{low}–{high} ATR of {timeframe} below price"),
    "check.stop_distance": ("Jarak stop", "Stop distance"),
    "check.first_target": ("RR ke R1 setelah biaya", "RR to R1 after fees"),
    "check.second_target": ("RR TP2 setelah biaya", "RR of TP2 after fees"),
    "check.smallest_order": ("Order terkecil", "Smallest order"),
    "check.higher_low": ("Higher low di {timeframe}", "Higher low on {timeframe}"),
    "check.box_width": ("Lebar box {timeframe}, {count} candle", "Box width {timeframe}, {count} candles"),
    "check.box_up_volume": ("Volume beli di dalam box", "Rising volume inside the box"),
    "check.trigger_distance": ("Jarak harga ke pemicu", "Distance from price to trigger"),
    "check.with_trend": ("Arah tren", "Direction of the trend"),
    "check.moves": ("Gerak harga (ATR)", "Price movement (ATR)"),
    "check.data": ("Data candle", "Candle data"),
    "check.late_or_holed": ("tertinggal atau berlubang", "late or holed"),
    "check.complete": ("lengkap dan terbaru", "complete and current"),
    "check.value": ("{value}", "{value}"),
    "check.range": ("{low} dan {high}", "{low} and {high}"),
    "check.at_least": ("≥ {value}", "≥ {value}"),
    "check.at_most": ("≤ {value}", "≤ {value}"),
    "check.atr": ("{value} ATR", "{value} ATR"),
    "check.atr_between": ("{low}–{high} ATR", "{low}–{high} ATR"),
    "check.ticks": ("{value} tick", "{value} ticks"),
    "check.two_touches": ("≤ {width}, dua sentuhan tiap tepi", "≤ {width}, two touches of each edge"),
    "check.nothing": ("tidak ada resistance dalam jangkauan", "no resistance within reach"),
    "check.nothing_further": ("tidak ada resistance lain yang cukup jauh", "no other resistance far enough"),
    "check.none_yet": ("belum ada", "none yet"),
    "check.present": ("ada", "present"),
    "check.against_trend": ("1, karena melawan tren", "1, as it is against the trend"),
    "check.after_fall": ("1, karena harga baru jatuh", "1, as price has just fallen"),
    "check.bullish": ("bullish", "bullish"),
    "check.bearish": ("bearish", "bearish"),
    "check.neutral": ("netral", "neutral"),
    # the answer in one sentence
    "headline.pullback": (
        "Pullback ke {high}–{low} layak diambil.",
        "The pullback to {high}–{low} is worth taking.",
    ),
    "headline.breakout": (
        "Breakout {trigger}–{limit} layak diambil.",
        "The breakout at {trigger}–{limit} is worth taking.",
    ),
    "headline.nothing": ("Tidak ada posisi yang pantas sekarang.", "No position is worth taking now."),
    "headline.flat": ("Harga hampir tidak bergerak. Tidak ada rencana.", "Price hardly moves. There is no plan."),
    "headline.data_refused": (
        "Data candle terlalu lama atau berlubang. Tidak ada rencana.",
        "The candles are too old or too holed. There is no plan.",
    ),
    "headline.data_wait": (
        "Ada rencana, tetapi data candle tertinggal atau berlubang. Tunggu.",
        "There is a plan, but the candles are late or holed. Wait.",
    ),
    "headline.against_trend": (
        "Ada rencana, tetapi arahnya masih turun. Tunggu.",
        "There is a plan, but the direction is still down. Wait.",
    ),
    "headline.low_score": (
        "Ada rencana, tetapi skor {score} belum mencapai {worth}. Tunggu.",
        "There is a plan, but the score of {score} is below {worth}. Wait.",
    ),
    "headline.gates_1": ("Satu gerbang tertutup. Tunggu.", "One gate is closed. Wait."),
    "headline.gates_2": ("Dua gerbang tertutup. Tunggu.", "Two gates are closed. Wait."),
    "headline.gates_3": ("Tiga gerbang tertutup. Tunggu.", "Three gates are closed. Wait."),
    "headline.gates": ("{count} gerbang tertutup. Tunggu.", "{count} gates are closed. Wait."),
    "headline.unknown_gates": (
        "{count} gerbang tidak diketahui. Tunggu sampai semua terjawab.",
        "{count} gates are unknown. Wait until all can answer.",
    ),
    # what would change it
    "change.close_below": ("{timeframe} close di bawah {price}", "{timeframe} close below {price}"),
    "change.close_above": ("{timeframe} close di atas {price}", "{timeframe} close above {price}"),
    "change.trades_above": ("harga menembus {price}", "price trades above {price}"),
    "change.falls_below": ("harga jatuh di bawah {price}", "price falls below {price}"),
    "change.above_average": (
        "{timeframe} close di atas EMA{period} {price}",
        "{timeframe} close above EMA{period} {price}",
    ),
    "change.higher_low": ("Higher low {timeframe} di atas {price}", "A higher low on {timeframe} above {price}"),
    "change.box": (
        "Box {timeframe} menyempit, {count} candle ≤ {width}",
        "The {timeframe} box narrows, {count} candles ≤ {width}",
    ),
    "change.gate_opens": ("Gerbang {name} terbuka", "The {name} gate opens"),
    "change.moves": ("Harga {timeframe} mulai bergerak", "{timeframe} prices start to move"),
    "change.fresh_data": ("Candle terbaru datang lengkap", "The newest candles arrive complete"),
    # warnings
    "warning.stale": (
        "Candle {timeframe} tertinggal: {count}; yang terakhir tutup {moment}",
        "Late {timeframe} candles: {count}; the last one closed {moment}",
    ),
    "warning.holes": (
        "Candle {timeframe} hilang: {count} ({share})",
        "Missing {timeframe} candles: {count} ({share})",
    ),
    "warning.no_daily": (
        "Tanpa candle harian yang cukup, bias daily tidak diketahui",
        "Without enough daily candles the daily bias is unknown",
    ),
    "warning.no_volume": ("Feed ini tanpa volume", "This feed has no volume"),
    "warning.gate_unknown": ("Gerbang {name} tidak diketahui", "The {name} gate is unknown"),
    "warning.no_third_target": (
        "TP3 tidak ada: tidak ada resistance lagi dalam jangkauan",
        "No TP3: no further resistance within reach",
    ),
    "warning.capped": (
        "Modal membatasi ukuran: risiko di bawah {risk}%",
        "Equity limits the size: the risk stays below {risk}%",
    ),
}
