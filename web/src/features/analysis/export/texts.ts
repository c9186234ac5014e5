import { defineMessages } from "../../../lib/i18n.ts";

/** Files made of one version. */
export const exportTexts = defineMessages("analysisExport", {
  title: ["Ekspor v{{version}}", "Export v{{version}}"],
  open: ["Ekspor", "Export"],
  download: ["Unduh {{kind}}", "Download {{kind}}"],
  pdf: ["PDF", "PDF"],
  png: ["PNG", "PNG"],
  json: ["JSON", "JSON"],
  text: ["Teks", "Text"],
  pdfSays: ["Satu halaman dengan grafik, untuk dibagikan", "One page with the chart, to pass on"],
  pngSays: ["Gambar grafik dan rencananya", "A picture of the chart and its plan"],
  jsonSays: ["Semua angka, untuk program lain", "All figures, for other programs"],
  textSays: ["Teks Analisa SPOT I", "The SPOT I text"],
  making: ["Membuat {{kind}}", "Making the {{kind}}"],
  saved: ["{{name}} terunduh.", "{{name}} was downloaded."],
  failed: ["{{kind}} tidak jadi", "The {{kind}} was not made"],
});
