import { defineMessages } from "../../lib/i18n.ts";

export const connectionTexts = defineMessages("connection", {
  title: ["Sumber harga", "Price source"],
  lead: [
    "Demo memakai pasar buatan di server ini. Bursa memakai harga publik yang asli; tidak perlu kunci API.",
    "Demo uses a synthetic market on this server. An exchange gives real public prices; no API key is needed.",
  ],
  search: ["Cari bursa", "Search exchanges"],
  file: ["candle impor", "imported candles"],
  inUse: ["dipakai", "in use"],
  synthetic: ["harga buatan", "synthetic prices"],
  noneFound: ["Tidak ada bursa bernama “{{typed}}”.", "No exchange is called “{{typed}}”."],
  moreVenues: ["{{count}} lagi. Persempit dengan mengetik nama.", "{{count}} more. Type a name to narrow the list."],
  venues: ["Venue", "Venues"],
  chosen: ["Koneksi ke {{venue}}", "Connection to {{venue}}"],
  test: ["Uji koneksi", "Test the connection"],
  testing: ["Menghubungi {{venue}}", "Contacting {{venue}}"],
  use: ["Pakai {{venue}}", "Use {{venue}}"],
  used: ["{{venue}} sekarang dipakai untuk analisa", "{{venue}} is now used for analyses"],
  works: ["Tersambung", "Connected"],
  worksText: ["{{symbols}} simbol terbaca, jawaban dalam {{latency}} ms.", "{{symbols}} symbols read, answer within {{latency}} ms."],
  clockGood: ["Selisih jam {{offset}}: aman.", "Clock difference {{offset}}: fine."],
  clockBad: [
    "Jam server berbeda {{offset}} dari venue. Setel jam server (NTP); candle terakhir bisa salah dianggap tutup.",
    "The server's clock is {{offset}} off the venue's. Set the server's clock (NTP); the last candle may be taken for closed too early.",
  ],
  failed: ["Koneksi gagal", "The connection failed"],
  blockedAdvice: [
    "Jaringan server ini tidak boleh membuka {{venue}}. Isi proksi di bawah, pindahkan server ke jaringan lain, atau pilih bursa lain.",
    "This server's network may not open {{venue}}. Fill in the proxy below, move the server to another network, or choose another exchange.",
  ],
  blockedAsk: [
    "Jaringan server ini tidak boleh membuka {{venue}}. Minta pengelola mengisi proksi, atau pilih bursa lain.",
    "This server's network may not open {{venue}}. Ask an administrator to set a proxy, or choose another exchange.",
  ],
  notNeeded: ["Pasar buatan berjalan di server ini dan selalu tersedia.", "The synthetic market runs on this server and is always there."],
  fileMeans: ["Candle yang diimpor dengan perintah nofomo candles import. Tidak ada harga langsung.", "Candles imported with the command nofomo candles import. There are no live prices."],
  proxy: ["Proksi untuk {{venue}}", "Proxy for {{venue}}"],
  proxyHint: ["Misalnya socks5://127.0.0.1:1080. Kosongkan bila tidak perlu. Berlaku untuk semua pengguna.", "For example socks5://127.0.0.1:1080. Leave empty if not needed. It counts for everybody here."],
  saveProxy: ["Simpan proksi", "Save the proxy"],
  proxySaved: ["Proksi tersimpan", "Proxy saved"],
  venuesFailed: ["Daftar venue tidak terbaca", "The list of venues cannot be read"],
});
