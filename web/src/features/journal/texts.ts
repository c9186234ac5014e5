import { defineMessages } from "../../lib/i18n.ts";

/** The plans that were really taken. */
export const journalTexts = defineMessages("journal", {
  title: ["Jurnal", "Journal"],
  lead: [
    "Yang benar-benar Anda ambil dari rencana, dan apa hasilnya. Hanya Anda yang melihatnya.",
    "What you really took from the plans, and what came of it. Only you see it.",
  ],
  journal: ["Yang diambil", "Taken"],
  journalFailed: ["Jurnal tidak bisa dimuat", "The journal could not be loaded"],
  wholeJournal: ["Semua di jurnal", "All in the journal"],
  empty: ["Belum ada rencana yang ditandai diambil", "No plan was marked as taken yet"],
  emptyBody: [
    "Buka sebuah analisa yang layak, lalu tekan “Tandai diambil” setelah order Anda terisi di bursa. NoFOMO tidak mengirim order.",
    "Open an analysis worth taking and press “Mark taken” once your order has filled at the venue. NoFOMO sends no order.",
  ],
  toAnalysis: ["Ke Analisa", "Go to Analysis"],

  open: ["Masih terbuka", "Still open"],
  closed: ["Sudah ditutup", "Closed"],
  coin: ["Rencana", "Plan"],
  leg: ["Kaki", "Leg"],
  score: ["Skor", "Score"],
  entry: ["Beli", "Bought"],
  quantity: ["Jumlah", "Quantity"],
  exit: ["Jual", "Sold"],
  when: ["Waktu", "Time"],
  result: ["Hasil", "Result"],
  inR: ["R", "R"],
  actions: ["Tindakan", "Actions"],
  taken: ["diambil {{time}}", "taken {{time}}"],
  heldFor: ["{{from}} sampai {{to}}", "{{from}} to {{to}}"],
  invalidated: [
    "Rencananya batal {{time}}. Tutup catatan ini dengan harga jual Anda.",
    "Its plan was invalidated at {{time}}. Close this note with the price you sold at.",
  ],
  invalidatedShort: ["rencana batal {{time}}", "plan invalidated {{time}}"],
  openPlan: ["Buka {{symbol}} v{{version}}", "Open {{symbol}} v{{version}}"],

  closePosition: ["Tutup", "Close"],
  closeTitle: ["Tutup {{symbol}}", "Close {{symbol}}"],
  closeBody: ["Harga rata-rata Anda menjual.", "The average price you sold at."],
  correct: ["Betulkan", "Correct"],
  correctLabel: ["Betulkan harga jual {{symbol}}", "Correct the exit price of {{symbol}}"],
  correctTitle: ["Betulkan {{symbol}}", "Correct {{symbol}}"],
  enteredAt: ["Dibeli di {{price}}.", "Bought at {{price}}."],
  exitPrice: ["Harga keluar", "Exit price"],
  numberWrong: ["Isi angka di atas nol.", "Enter a number above zero."],
  save: ["Catat", "Note it"],
  saveFailed: ["Belum tercatat", "Not noted yet"],
  cancel: ["Batal", "Cancel"],
  remove: ["Hapus catatan {{symbol}}", "Remove the note on {{symbol}}"],
  removeTitle: ["Hapus catatan {{symbol}}?", "Remove the note on {{symbol}}?"],
  removeBody: [
    "Catatan ini hilang dari jurnal, dari ringkasan dan dari gerbang rugi harian. Rencananya sendiri tetap tersimpan.",
    "The note leaves the journal, the summary and the daily loss gate. The plan itself stays.",
  ],
  removeNow: ["Hapus", "Remove"],
  removeFailed: ["Belum terhapus", "Not removed yet"],
  removed: ["Catatan dihapus.", "The note was removed."],

  resultSays: ["Hasil setelah biaya kedua sisi.", "The result after the fees of both sides."],
  rSays: [
    "R: hasil dibagi risiko rencana per unit, biaya kedua sisi sudah termasuk. −1R berarti rugi sebesar yang direncanakan.",
    "R: the result over the plan's risk per unit, fees of both sides included. −1R is the loss that was planned for.",
  ],
});

/** The summary above the list. */
export const summaryTexts = defineMessages("journalSummary", {
  title: ["Ringkasan", "Summary"],
  failed: ["Ringkasan tidak bisa dihitung", "The summary could not be worked out"],
  sample: ["n = {{count}} ditutup", { one: "n = {{count}} closed", other: "n = {{count}} closed" }],
  openCount: ["{{count}} terbuka", { one: "{{count}} open", other: "{{count}} open" }],
  lossToday: ["Rugi hari ini", "Loss today"],
  lossOf: ["dari batas {{limit}}", "of the limit of {{limit}}"],
  lossReached: ["batas tercapai, berhenti hari ini", "limit reached, stop for today"],
  lossUnknown: ["tidak diketahui", "unknown"],
  lossSays: [
    "Yang dijual rugi hari ini, dan yang masih terbuka tetapi rencananya batal hari ini. Untung tidak mengurangi rugi. Di batasnya, gerbang rugi harian tertutup.",
    "What was sold at a loss today, and what is open though its plan was invalidated today. Gains do not make up for losses. At the limit the daily loss gate closes.",
  ],
  results: ["Hasil bersih", "Net result"],
  resultsSays: ["Semua yang sudah ditutup, setelah biaya kedua sisi.", "Everything closed, after the fees of both sides."],
  sumR: ["Jumlah R", "Sum of R"],
  expectancy: ["Rata-rata per trade", "Average per trade"],
  range: ["95%: {{low}} … {{high}}", "95%: {{low}} … {{high}}"],
  rangeSays: [
    "Di rentang ini rata-rata sebenarnya berada, dengan keyakinan 95%, kalau trade berikutnya seperti yang sudah lewat. Dihitung dari {{count}} trade dengan distribusi t.",
    "The true average lies in this range with 95% confidence, if the next trades are like the past ones. Worked out from {{count}} trades by the t distribution.",
  ],
  wins: ["Untung", "Gains"],
  winsOf: ["{{wins}} dari {{count}}", "{{wins}} of {{count}}"],
  legLine: [
    "{{leg}}: {{count}} ditutup, {{rate}} untung, rata-rata {{expectancy}}",
    "{{leg}}: {{count}} closed, {{rate}} gains, average {{expectancy}}",
  ],

  none: [
    "Belum ada trade yang ditutup, jadi belum ada yang bisa dinilai.",
    "No trade was closed yet, so there is nothing to judge.",
  ],
  few: [
    "Baru {{count}} trade ditutup: belum bisa dikatakan apa-apa. Di bawah {{enough}}, kebetulan lebih menentukan daripada cara.",
    {
      one: "Only {{count}} closed trade: it says nothing yet. Below {{enough}}, luck decides more than the method.",
      other: "Only {{count}} closed trades: they say nothing yet. Below {{enough}}, luck decides more than the method.",
    },
  ],
  zero: [
    "Rentang 95% masih memuat nol: keunggulan belum terbukti.",
    "The 95% range still contains zero: an edge is not proven yet.",
  ],
  above: [
    "Rentang 95% di atas nol. Itu tentang yang sudah lewat, bukan janji untuk berikutnya.",
    "The 95% range lies above zero. It speaks of the past and promises nothing about the next one.",
  ],
  below: [
    "Rentang 95% di bawah nol: sejauh ini cara ini merugi.",
    "The 95% range lies below zero: so far this way of trading loses.",
  ],
});
