import { FileBraces, FileImage, FileText, FileType, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { useMessages } from "../../../lib/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ExportState } from "./export-buttons.tsx";
import { exportTexts } from "./texts.ts";
import type { Exporting, FileKind } from "./use-export.ts";

const ROWS: readonly [FileKind, LucideIcon, "pdfSays" | "pngSays" | "jsonSays" | "textSays"][] = [
  ["pdf", FileText, "pdfSays"],
  ["png", FileImage, "pngSays"],
  ["text", FileType, "textSays"],
  ["json", FileBraces, "jsonSays"],
];

/** The files of a phone: one button that opens a sheet, each kind with what it is for. */
export function ExportSheet({ exporting }: { exporting: Exporting }) {
  const t = useMessages(exportTexts);
  const [open, setOpen] = useState(false);
  const { version, making, start } = exporting;
  return (
    <>
      <Button size="sm" className="md:hidden" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t("title", { version })}>
        <ul>
          {ROWS.map(([kind, Icon, says]) => (
            <li key={kind} className="border-b border-line last:border-b-0">
              <button
                type="button"
                disabled={making !== null}
                aria-busy={making === kind || undefined}
                aria-label={t("download", { kind: t(kind) })}
                onClick={() => start(kind)}
                className="flex min-h-14 w-full items-center gap-3 text-left disabled:opacity-60"
              >
                <Icon aria-hidden size={20} className="shrink-0 text-ink-3" />
                <span className="min-w-0 flex-1">
                  <span className="block text-reading font-medium text-ink">{t(kind)}</span>
                  <span className="block text-secondary text-ink-3">{t(says)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="mt-3 empty:hidden">
          <ExportState exporting={exporting} />
        </div>
      </Dialog>
    </>
  );
}
