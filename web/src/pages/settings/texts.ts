import { defineMessages } from "../../lib/i18n.ts";

export const settingsTexts = defineMessages("settings", {
  title: ["Pengaturan", "Settings"],
  sections: ["Bagian pengaturan", "Settings sections"],
  profile: ["Profil dan tampilan", "Profile and look"],
  analysis: ["Bawaan analisa", "Analysis defaults"],
  connection: ["Koneksi pasar", "Market connection"],
  security: ["Keamanan", "Security"],
  people: ["Pengguna", "People"],
  system: ["Sistem", "System"],
  logs: ["Log", "Logs"],
  jobs: ["Pekerjaan", "Jobs"],
  backups: ["Cadangan", "Backups"],
});
