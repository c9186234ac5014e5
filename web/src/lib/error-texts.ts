import { defineMessages } from "./i18n.ts";
import { accountErrors } from "./error-texts-accounts.ts";
import { marketErrors } from "./error-texts-market.ts";

/** A sentence for every code that the server may answer with. `…_IN` is used when it also says how long to wait. */
export const errorPhrases = {
  ...accountErrors,
  ...marketErrors,
  OFFLINE: [
    "Server tidak terjangkau. Periksa sambungan Anda; tidak ada yang terkirim atau berubah.",
    "The server cannot be reached. Check your connection; nothing was sent or changed.",
  ],
  SERVER_UNREACHABLE: [
    "Server sedang tidak menjawab. Tidak ada yang berubah. Coba lagi sebentar lagi.",
    "The server does not answer right now. Nothing changed. Try again in a moment.",
  ],
  NONSENSE: [
    "Jawaban server tidak terbaca. Muat ulang halaman; bila berulang, periksa log server.",
    "The server's answer cannot be read. Reload the page; if it happens again, look at the server's log.",
  ],
  PAGE_BROKEN: [
    "Halaman ini mengalami kesalahan. Muat ulang; data Anda di server tidak tersentuh.",
    "This page has failed. Reload it; your data on the server is untouched.",
  ],
  BROKEN: [
    "Ada yang rusak di server. Tidak ada yang disimpan; rinciannya ada di log.",
    "Something broke on the server. Nothing was saved; the log has the details.",
  ],
  DOCUMENT_BROKEN: [
    "Dokumen gagal disusun. Analisanya tetap tersimpan; rincian kesalahannya ada di log server.",
    "The document could not be set. The analysis is kept all the same; the server's log has the details.",
  ],
  INVALID_INPUT: ["Isian tidak dapat dibaca: {{field}}. Perbaiki lalu kirim lagi.", "The input cannot be read: {{field}}. Correct it and send it again."],
  NOT_FOUND: ["Tidak ditemukan, atau bukan milik Anda.", "Not found, or it is not yours."],
  METHOD_NOT_ALLOWED: ["Server tidak mengenal tindakan ini.", "The server does not know this action."],
  TOO_LARGE: ["Kiriman terlalu besar.", "What was sent is too large."],
  HTTP_ERROR: ["Server menolak permintaan ini.", "The server refused this request."],
  CONFLICT: ["Keadaan sekarang tidak mengizinkannya. Muat ulang dan lihat lagi.", "The present state does not allow it. Reload and look again."],
  REFUSED: ["Permintaan ini ditolak.", "This request was refused."],
  ERROR: ["Permintaan ini gagal.", "This request failed."],
  TRY_LATER: ["Belum bisa sekarang. Coba lagi nanti.", "Not possible now. Try again later."],
  TRY_LATER_IN: ["Belum bisa sekarang. Coba lagi {{wait}} lagi.", "Not possible now. Try again in {{wait}}."],
  LIMIT_REACHED: ["Batas tercapai. Tunggu sebentar.", "A limit is reached. Wait a moment."],
  LIMIT_REACHED_IN: ["Batas tercapai. Tunggu {{wait}}.", "A limit is reached. Wait {{wait}}."],
  UNAVAILABLE: ["Sumbernya tidak menjawab. Tidak ada yang dihitung dari data bolong.", "The source does not answer. Nothing was computed from missing data."],
  UNAVAILABLE_IN: [
    "Sumbernya tidak menjawab. Dicoba lagi {{wait}} lagi.",
    "The source does not answer. It is tried again in {{wait}}.",
  ],
  OUTCOME_UNKNOWN: [
    "Belum tahu apakah permintaan tadi sampai. Periksa dulu, jangan kirim ulang.",
    "It is not known whether the request arrived. Check first, do not send it again.",
  ],
  DATABASE_DOWN: [
    "Basis data server sedang tidak terjangkau. Tidak ada yang berubah; coba lagi sebentar lagi.",
    "The server's database cannot be reached right now. Nothing changed; try again in a moment.",
  ],
  DATABASE_BUSY: [
    "Basis data sedang dipakai program lain. Tidak ada yang berubah; coba lagi sebentar lagi.",
    "Another program is using the database. Nothing changed; try again in a moment.",
  ],
  DISK_FULL: [
    "Ruang di server habis, jadi tidak ada yang bisa disimpan. Beri tahu pengelolanya.",
    "The server has run out of room, so nothing can be saved. Tell whoever runs it.",
  ],
  BACKUP_NOT_FOUND: ["Cadangan itu tidak ada lagi. Muat ulang daftarnya.", "That backup is not there any more. Reload the list."],
  BACKUP_FAILED: [
    "Cadangan tidak bisa dibuat. Catatan server menjelaskan sebabnya.",
    "The backup could not be made. The server's log says why.",
  ],
  COMMIT_UNKNOWN: [
    "Basis data terputus saat menyimpan. Muat ulang dan lihat apakah sudah tersimpan sebelum mengulanginya.",
    "The database went away while saving. Reload and see whether it is there before you repeat it.",
  ],
  PAGE_NOT_BUILT: ["Halaman web belum dibangun di server ini. Jalankan make setup.", "The web page is not built on this server. Run make setup."],
} as const;

export const errorTexts = defineMessages("errors", errorPhrases);
