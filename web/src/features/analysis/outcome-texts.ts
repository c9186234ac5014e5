import { defineMessages } from "../../lib/i18n.ts";

/** What the market made of a plan. */
export const outcomeTexts = defineMessages("analysisOutcome", {
  title: ["Hasil v{{version}}", "Outcome of v{{version}}"],
  checked: ["dilihat sampai {{time}}", "looked at until {{time}}"],
  filled: ["terisi {{share}}", "{{share}} filled"],
  resultSays: [
    "Hasil rencana dalam R setelah biaya, dari candle yang sudah tutup. Bukan hasil Anda: itu ada di jurnal.",
    "The plan's result in R after fees, from closed candles. Not your own result: that is in the journal.",
  ],
  ambiguous: [
    "Urutan di dalam satu candle tidak bisa dipastikan; dihitung yang lebih buruk.",
    "The order within one candle could not be told; the worse one is counted.",
  ],

  event_entry1: ["PB1 terisi", "PB1 filled"],
  event_entry2: ["PB2 terisi", "PB2 filled"],
  event_entry3: ["PB3 terisi", "PB3 filled"],
  event_trigger: ["Breakout terpicu", "Breakout triggered"],
  event_tp1: ["TP1 tercapai", "TP1 reached"],
  event_tp2: ["TP2 tercapai", "TP2 reached"],
  event_tp3: ["TP3 tercapai", "TP3 reached"],
  event_invalidated: ["Close menembus invalidasi", "Closed beyond the invalidation"],
  event_stop: ["Stop kena", "Stop hit"],
  event_exit: ["Keluar di harga pasar", "Left at the market price"],
  event_expired: ["Masa rencana habis", "The plan ran out of time"],
  event_ranAway: ["Target tercapai tanpa terisi", "Target reached without a fill"],
  event_time: ["Sisanya ditutup karena waktu habis", "The rest was closed because time ran out"],
  shareBought: ["beli {{share}}", "{{share}} bought"],
  shareSold: ["jual {{share}}", "{{share}} sold"],

  factTouched: ["PB1 terisi {{time}}", "PB1 filled {{time}}"],
  factTriggered: ["BO terpicu {{time}}", "BO triggered {{time}}"],
  factTp: ["{{target}} {{time}}", "{{target}} {{time}}"],
  factInvalidated: ["Invalid {{time}}", "Invalid {{time}}"],
  factExpired: ["Habis {{time}}", "Over {{time}}"],
  factRanAway: ["Ditinggal {{time}}", "Ran away {{time}}"],
  factTime: ["Ditutup waktu {{time}}", "Closed by time {{time}}"],
  leg_pullback: ["Pullback", "Pullback"],
  leg_breakout: ["Breakout", "Breakout"],
});
