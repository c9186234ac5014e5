import { CircleX, ListPlus, ScanSearch } from "lucide-react";
import { useActions } from "../../lib/actions.ts";
import { useMessages } from "../../lib/i18n.ts";
import { scanTexts } from "./texts.ts";
import { watchlistTexts } from "./watchlist-texts.ts";

interface Wish {
  count: number;
  busy: boolean;
  running: boolean;
  onScan: () => void;
  onCancel: () => void;
  onMake: () => void;
}

/** What palette, shortcuts and help can do on this page. */
export function useScanActions({ count, busy, running, onScan, onCancel, onMake }: Wish): void {
  const t = useMessages(scanTexts);
  const w = useMessages(watchlistTexts);
  useActions([
    { id: "scan.run", label: () => t("run", { count }), icon: ScanSearch, shortcut: "shift+s", when: () => !busy && count > 0, run: onScan },
    { id: "scan.cancel", label: () => `${t("title")}: ${t("cancel")}`, icon: CircleX, when: () => running, run: onCancel },
    { id: "watchlist.new", label: () => w("makeTitle"), icon: ListPlus, keywords: () => "watchlist daftar pantau", run: onMake },
  ]);
}
