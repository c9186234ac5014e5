import { useNavigate } from "@tanstack/react-router";
import { Columns2, Copy, RefreshCw, Ruler } from "lucide-react";
import { useActions } from "../../lib/actions.ts";
import type { PlanSummary } from "../../lib/api-model.ts";
import { copyText } from "../../lib/clipboard.ts";
import { useMessages } from "../../lib/i18n.ts";
import { notify } from "../../ui/toast.tsx";
import type { Plan } from "./payload.ts";
import { panelTexts } from "./panel-texts.ts";
import { texts } from "./texts.ts";
import { comparablePair } from "./view-model.ts";

interface Wish {
  symbol: string;
  shown: Plan | null;
  versions: readonly PlanSummary[];
  busy: boolean;
  onAnalyse: () => void;
  onUpdate: () => void;
}

/** What palette, shortcuts and help can do on this page. */
export function useAnalysisActions({ symbol, shown, versions, busy, onAnalyse, onUpdate }: Wish): void {
  const t = useMessages(texts);
  const words = useMessages(panelTexts);
  const navigate = useNavigate();
  const pair = shown && comparablePair(shown, versions);
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
      id: "analysis.compare",
      label: () => words("compare", { from: pair?.from.version ?? 0, to: pair?.to.version ?? 0 }),
      icon: Columns2,
      when: () => pair !== null,
      run: () =>
        void (pair && navigate({ to: "/compare", search: { from: pair.from.planId, to: pair.to.planId } as never })),
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
