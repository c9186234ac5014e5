import { defineMessages } from "../lib/i18n.ts";

/** Words that belong to the pieces themselves. */
export const uiTexts = defineMessages("ui", {
  copy: ["Salin", "Copy"],
  copyValue: ["Salin {{value}}", "Copy {{value}}"],
  copied: ["Tersalin", "Copied"],
  copiedValue: ["{{value}} tersalin", "{{value}} copied"],
  copyFailed: ["Peramban menolak menyalin. Pilih teksnya dan salin sendiri.", "The browser refused to copy. Select the text and copy it yourself."],
  close: ["Tutup", "Close"],
  cancel: ["Batalkan", "Cancel"],
  dismiss: ["Tutup pesan", "Dismiss message"],
  notifications: ["Pesan", "Messages"],
  details: ["Rincian", "Details"],
  retry: ["Coba lagi", "Try again"],
  retryIn: ["ulang {{time}} lagi", "again in {{time}}"],
  step: ["{{step}} dari {{of}}", "{{step}} of {{of}}"],
  loading: ["Memuat", "Loading"],
});
