import { defineMessages } from "../../lib/i18n.ts";

/** Plans that were really taken, and the rules of the house. */
export const takenTexts = defineMessages("analysisTaken", {
  takenTitle: ["Tandai v{{version}} diambil", "Mark v{{version}} as taken"],
  takenBody: [
    "Catat apa yang benar-benar terisi di bursa. NoFOMO tidak mengirim order.",
    "Note what was really filled at the venue. NoFOMO sends no order.",
  ],
  leg: ["Kaki", "Leg"],
  price: ["Harga terisi", "Filled price"],
  quantity: ["Jumlah", "Quantity"],
  numberWrong: ["Isi angka di atas nol.", "Enter a number above zero."],
  save: ["Catat", "Note it"],
  saved: ["Tercatat. Gerbang rugi harian ikut menghitungnya.", "Noted. The daily loss gate counts it too."],
  saveFailed: ["Belum tercatat", "Not noted yet"],
  cancel: ["Batal", "Cancel"],

  rules: ["Aturan", "Rules"],
  ruleEducation: [
    "Edukasi, bukan saran keuangan. Keputusan dan risikonya milik Anda.",
    "Education, not financial advice. The decision and its risk are yours.",
  ],
  ruleSpot: [
    "Untuk spot tanpa leverage. Rasio sudah termasuk biaya kedua sisi.",
    "For spot without leverage. Ratios include the fees of both sides.",
  ],
  ruleLimits: [
    "1 analisa berjalan per orang, jeda {{cooldown}} detik, {{limit}} per hari. Waktu {{zone}}.",
    "One analysis at a time, {{cooldown}} s apart, {{limit}} a day. Times in {{zone}}.",
  ],
  ruleGates: [
    "Eksekusi hanya bila gerbang BTC dan jendela berita aman.",
    "Act only while the BTC gate and the news window are safe.",
  ],
  ruleDelay: ["Data bursa bisa terlambat.", "Venue data can be late."],
  rulePrivate: ["Hasil Anda hanya terlihat oleh Anda.", "Only you can see your results."],
  chartNotice: ["Grafik:", "Charts:"],
});
