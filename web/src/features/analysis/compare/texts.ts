import { defineMessages } from "../../../lib/i18n.ts";

/** Two versions of a plan side by side. */
export const compareTexts = defineMessages("compare", {
  title: ["Bandingkan versi", "Compare versions"],
  back: ["Kembali ke analisa", "Back to the analysis"],
  from: ["Dari", "From"],
  to: ["Ke", "To"],
  fromLabel: ["Dari versi {{version}}", "From version {{version}}"],
  toLabel: ["Ke versi {{version}}", "To version {{version}}"],
  swap: ["lalu", "then"],
  copy: ["Salin perbandingan", "Copy comparison"],
  headline: ["Yang berubah", "What changed"],
  failed: ["Kedua versi tidak bisa dibandingkan", "The two versions could not be compared"],
  nothing: ["Pilih dua versi untuk dibandingkan", "Choose two versions to compare"],
  nothingBody: [
    "Buka sebuah analisa yang punya dua versi atau lebih, lalu tekan “Bandingkan” di riwayat versinya.",
    "Open an analysis that has two versions or more and press “Compare” in its version history.",
  ],
  single: ["Baru ada satu versi", "There is only one version"],
  singleBody: [
    "Perbarui analisanya untuk membuat versi kedua, lalu bandingkan.",
    "Update the analysis to make a second version, then compare.",
  ],
  toAnalysis: ["Ke Analisa", "Go to Analysis"],

  outcome: ["Hasil", "Outcome"],
  outcomeNone: ["tidak ada rencana", "no plan"],
  outcomeWaiting: ["belum tersentuh", "not touched yet"],

  planOf: ["rencana v{{version}}", "plan v{{version}}"],
  openGates: [
    "{{count}} gerbang lain tetap terbuka.",
    { one: "{{count}} other gate stayed open.", other: "{{count}} other gates stayed open." },
  ],
  difference: ["Beda", "Change"],
  value: ["Nilai", "Value"],
  same: ["tetap", "unchanged"],
  changed: ["berubah", "changed"],
  added: ["baru", "new"],
  gone: ["hilang", "gone"],

  text: ["Teks Analisa SPOT I", "SPOT I text"],
  textMarks: ["dicoret: hilang · digarisbawahi: baru", "struck out: gone · underlined: new"],
  textSame: ["Kedua teks sama.", "Both texts are the same."],
  kept: [
    "Versi tidak pernah diubah atau dihapus. Setiap versi menyimpan candle, parameter, dan harga yang dipakainya.",
    "Versions are never changed or deleted. Each keeps the candles, parameters and prices that it was made from.",
  ],
});
