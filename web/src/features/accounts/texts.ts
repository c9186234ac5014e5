import { defineMessages } from "../../lib/i18n.ts";

export const signInTexts = defineMessages("sign-in", {
  title: ["Masuk", "Sign in"],
  lead: ["Analisa pasar di server Anda sendiri.", "Market analysis on your own server."],
  way: ["Cara masuk", "Way to sign in"],
  byLink: ["Tautan e-mail", "E-mail link"],
  byPassword: ["Kata sandi", "Password"],
  email: ["E-mail", "E-mail"],
  emailHint: ["Kami kirim tautan sekali pakai ke alamat ini.", "We send a one-time link to this address."],
  password: ["Kata sandi", "Password"],
  code: ["Kode autentikator", "Authenticator code"],
  codeHint: ["Enam angka dari aplikasi autentikator, atau satu kode pemulihan.", "Six digits from your authenticator app, or one recovery code."],
  sendLink: ["Kirim tautan masuk", "Send a sign-in link"],
  signIn: ["Masuk", "Sign in"],
  sentTitle: ["Periksa e-mail Anda", "Check your e-mail"],
  sentMail: [
    "Bila {{email}} punya akun di sini, tautan masuk sudah dikirim ke sana. Tautan hanya bisa dipakai sekali.",
    "If {{email}} has an account here, a sign-in link is on its way. The link works once.",
  ],
  sentTerminalTitle: ["Lihat terminal server", "Look at the server's terminal"],
  sentTerminal: [
    "Server ini belum mengirim e-mail. Bila {{email}} punya akun di sini, tautannya tercetak di terminal server.",
    "This server sends no e-mail yet. If {{email}} has an account here, the link is printed in the server's terminal.",
  ],
  otherAddress: ["Pakai alamat lain", "Use another address"],
  needEmail: ["Tulis alamat e-mail Anda.", "Write your e-mail address."],
  needPassword: ["Tulis kata sandi Anda.", "Write your password."],
  language: ["Bahasa", "Language"],
  disclaimer: ["Edukasi, bukan saran keuangan. Keputusan dan risikonya milik Anda.", "Education, not financial advice. The decision and its risk are yours."],
  redeemTitle: ["Satu langkah lagi", "One more step"],
  redeemLead: [
    "Tekan tombol untuk masuk di peramban ini. Tautan ini sekali pakai; baru terpakai saat tombol ditekan.",
    "Press the button to sign in with this browser. The link works once, and only when you press the button.",
  ],
  redeemMissing: ["Alamat ini tidak memuat tautan masuk yang lengkap. Salin seluruh tautannya.", "This address does not contain a whole sign-in link. Copy the entire link."],
  redeemFailed: ["Tautan tidak bisa dipakai", "The link cannot be used"],
  newLink: ["Minta tautan baru", "Ask for a new link"],
});
