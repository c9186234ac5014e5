"""What the gates and the fundamental lines say."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "gate.btc.above": ("{timeframe} di atas EMA{period} {ema}", "{timeframe} above EMA{period} {ema}"),
    "gate.btc.below": ("{timeframe} di bawah EMA{period} {ema}", "{timeframe} below EMA{period} {ema}"),
    "gate.btc.drop": (
        "BTC turun {drop} dalam candle {timeframe} pukul {at}",
        "BTC fell {drop} in the {timeframe} candle of {at}",
    ),
    "gate.btc.stale": ("candle BTC terakhir {age} lalu", "last BTC candle is {age} old"),
    "gate.btc.short": ("baru ada {count} dari {needed} candle BTC", "only {count} of {needed} BTC candles so far"),
    "gate.btc.none": (
        "sumber belum diatur (tidak ada candle BTC di venue ini)",
        "no source is set (this venue has no BTC candles)",
    ),
    "gate.btc.not_imported": (
        "sumber belum diatur (impor candle {timeframe} {symbol})",
        "no source is set (import {timeframe} candles of {symbol})",
    ),
    "gate.btc.not_crypto": ("tidak berlaku untuk {symbol}", "does not apply to {symbol}"),
    "gate.dxy.calm": ("{index}, {change} dalam {hours} jam", "{index}, {change} in {hours} h"),
    "gate.dxy.rises": (
        "naik ke {index}, {change} dalam {hours} jam (batas {limit}), di atas EMA",
        "rising to {index}, {change} in {hours} h (limit {limit}), above its EMA",
    ),
    "gate.dxy.jumps": (
        "naik ke {index}, {change} dalam satu candle {frame}",
        "rising to {index}, {change} in one {frame} candle",
    ),
    "gate.dxy.friday": ("{detail}; valas tutup, nilai Jumat", "{detail}; forex is closed, Friday's values"),
    "gate.dxy.buys_dollars": ("tidak berlaku: dolar yang dibeli", "does not apply: dollars are what is bought"),
    "gate.dxy.stale": ("nilai terakhir {age} lalu", "last value is {age} old"),
    "gate.dxy.short": ("baru ada {count} dari {needed} candle DXY", "only {count} of {needed} DXY candles so far"),
    "gate.dxy.unset": ("sumber belum diatur", "no source is set"),
    "gate.dxy.unlisted": (
        "sumber belum diatur (venue ini tidak punya {pairs})",
        "no source is set (this venue does not list {pairs})",
    ),
    "gate.news.pause": ("{events} {at}, jeda sampai {until}", "{events} at {at}, pause until {until}"),
    "gate.news.next": ("berikutnya {event} {at}", "next {event} at {at}"),
    "gate.news.none": ("tidak ada rilis besar dalam {hours} jam", "no big release within {hours} h"),
    "gate.news.unset": (
        "sumber belum diatur (isi calendar_url, CSV atau ICS)",
        "no source is set (fill in calendar_url, CSV or ICS)",
    ),
    "gate.news.empty": ("kalender kosong (periksa calendar_url)", "the calendar is empty (check calendar_url)"),
    "gate.news.outdated": (
        "kalender berakhir {last} (perbarui sumbernya)",
        "the calendar ends {last} (renew its source)",
    ),
    "gate.news.ahead": (
        "kalender baru mulai {first} (tambahkan hari ini)",
        "the calendar begins only {first} (add today)",
    ),
    "gate.spread.of": ("{spread} dari {limit}", "{spread} of {limit}"),
    "gate.depth.within": ("{amount} di ±{band}", "{amount} within ±{band}"),
    "gate.depth.thin": (
        "hanya {amount} di ±{band} untuk rencana hingga {planned}",
        "only {amount} within ±{band} for a plan of up to {planned}",
    ),
    "gate.depth.slips": (
        "{planned} menggeser harga {slip}, batas {limit}",
        "{planned} moves the price {slip}, limit {limit}",
    ),
    "gate.depth.unset": ("ukuran rencana belum ada (isi modal Anda)", "no plan size (fill in your equity)"),
    "gate.book.none": ("buku order tidak tersedia di sini", "no order book is available here"),
    "gate.book.past": ("buku order masa lalu tidak disimpan", "order books of the past are not kept"),
    "gate.book.file": ("candle impor tidak punya buku order", "imported candles have no order book"),
    "gate.book.empty": ("buku order kosong", "the order book is empty"),
    "gate.book.crossed": (
        "buku order janggal: bid {bid} di atas ask {ask}",
        "odd order book: bid {bid} over ask {ask}",
    ),
    "gate.book.stale": ("buku order berumur {age}", "the order book is {age} old"),
    "gate.dailyLoss.of": ("{loss} dari {limit}", "{loss} of {limit}"),
    "gate.dailyLoss.unset": (
        "belum ada catatan (tandai rencana yang diambil, isi modal)",
        "no record (mark the plans you take, fill in your equity)",
    ),
    "gate.hours.always": ("sepanjang hari", "all day"),
    "gate.hours.inside": ("{start}–{end}", "{start}–{end}"),
    "gate.hours.outside": ("di luar {start}–{end}", "outside {start}–{end}"),
    "gate.data.complete": ("lengkap, {age} lalu", "complete, {age} ago"),
    "gate.data.few_missing": ("{missing} candle lama hilang, {age} lalu", "{missing} old candles missing, {age} ago"),
    "gate.data.weekend": ("pasar tutup, candle terakhir {last}", "market closed, last candle {last}"),
    "gate.data.stale": (
        "candle {timeframe} terakhir {age} lalu, kurang {missing}",
        "last {timeframe} candle is {age} old, {missing} short",
    ),
    "gate.data.gapped": (
        "{count} dari {window} candle {timeframe} hilang",
        "{count} of {window} {timeframe} candles missing",
    ),
    "gate.data.no_candles": ("tidak ada candle {timeframe}", "there are no {timeframe} candles"),
    "gate.data.none": ("candle belum diambil", "no candles were read"),
    "gate.late": ("sumber tidak menjawab dalam {limit}", "the source did not answer within {limit}"),
    "gate.unavailable": ("sumber tidak bisa dihubungi saat ini", "the source cannot be reached at the moment"),
    "gate.broken": (
        "sumber gagal karena kesalahan di sini (lihat log)",
        "the source failed by a fault here (see the log)",
    ),
    "gate.failed": ("sumber gagal ({reason})", "the source failed ({reason})"),
    "fundamental.news.release": (
        "{events} {at}: jangan buka posisi {start}–{end}.",
        "{events} at {at}: open no position {start}–{end}.",
    ),
    "fundamental.news.none": (
        "Tidak ada rilis besar dalam {hours} jam ke depan.",
        "No big release in the next {hours} hours.",
    ),
    "fundamental.news.unknown": ("Jadwal rilis tidak diketahui: {detail}.", "Releases are unknown: {detail}."),
    "fundamental.btc.open": ("Gerbang BTC terbuka: {detail}.", "The BTC gate is open: {detail}."),
    "fundamental.btc.closed": ("Gerbang BTC tertutup: {detail}.", "The BTC gate is closed: {detail}."),
    "fundamental.btc.unknown": ("Gerbang BTC tidak diketahui: {detail}.", "The BTC gate is unknown: {detail}."),
    "fundamental.dxy.open": ("Gerbang DXY terbuka: {detail}.", "The DXY gate is open: {detail}."),
    "fundamental.dxy.closed": ("Gerbang DXY tertutup: {detail}.", "The DXY gate is closed: {detail}."),
    "fundamental.dxy.unknown": ("DXY tidak diketahui: {detail}.", "DXY is unknown: {detail}."),
    "fundamental.liquidity.weekend": (
        "Akhir pekan: likuiditas tipis, sesi London–New York mulai lagi {start}.",
        "Weekend: liquidity is thin, the London–New York session returns {start}.",
    ),
    "fundamental.liquidity.running": (
        "Jendela likuiditas London–New York berjalan sampai {end}.",
        "The London–New York liquidity window runs until {end}.",
    ),
    "fundamental.liquidity.next": (
        "Jendela likuiditas London–New York berikutnya {start} sampai {end}.",
        "Next London–New York liquidity window: {start} to {end}.",
    ),
}
