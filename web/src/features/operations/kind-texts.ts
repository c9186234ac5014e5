import { defineMessages } from "../../lib/i18n.ts";

/** The kinds of the server's jobs. */
export const kindTexts = defineMessages("job-kinds", {
  analysis: ["Analisa", "Analysis"],
  outcomes: ["Hasil rencana", "Plan outcomes"],
  backup: ["Cadangan", "Backup"],
  cleanup: ["Bersih-bersih", "Clean-up"],
});
