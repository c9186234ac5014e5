import { Copy, RefreshCw, Ruler } from "lucide-react";
import { useActions } from "../../lib/actions.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useMessages } from "../../lib/i18n.ts";
import { notify } from "../../ui/toast.tsx";
import type { Plan } from "./payload.ts";
import { texts } from "./texts.ts";

interface Wish {
  symbol: string;
  shown: Plan | null;
  busy: boolean;
  onAnalyse: () => void;
  onUpdate: () => void;
}

/** What palette, shortcuts and help can do on this page. */
export function useAnalysisActions({ symbol, shown, busy, onAnalyse, onUpdate }: Wish): void {
  const t = useMessages(texts);
  const version = (shown?.version ?? 0) + 1;
  const copy = async () => {
    if (shown && (await copyText(shown.payload.text))) notify(t("textCopied"));
  };
  useActions([
    {
      id: "analysis.run",
      label: () => t("emptyAction", { symbol }),
      icon: Ruler,
      shortcut: "shift+a",
      when: () => !busy,
      run: onAnalyse,
    },
    {
      id: "analysis.update",
      label: () => t("update", { version }),
      icon: RefreshCw,
      shortcut: "u",
      when: () => shown !== null && !busy,
      run: onUpdate,
    },
    {
      id: "analysis.copy",
      label: () => t("copyText"),
      icon: Copy,
      shortcut: "c",
      when: () => shown !== null,
      run: () => void copy(),
    },
  ]);
}
