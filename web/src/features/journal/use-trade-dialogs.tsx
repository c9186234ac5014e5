import { useState, type ReactNode } from "react";
import type { TakenTrade } from "../../lib/api-model.ts";
import { ExitDialog } from "./exit-dialog.tsx";
import { RemoveDialog } from "./remove-dialog.tsx";

/** The two questions about a trade: at what price it was left, and whether its note may go. */
export function useTradeDialogs(): {
  exit: (trade: TakenTrade) => void;
  remove: (trade: TakenTrade) => void;
  dialogs: ReactNode;
} {
  const [leaving, setLeaving] = useState<TakenTrade | null>(null);
  const [going, setGoing] = useState<TakenTrade | null>(null);
  return {
    exit: setLeaving,
    remove: setGoing,
    dialogs: (
      <>
        <ExitDialog trade={leaving} onClose={() => setLeaving(null)} />
        <RemoveDialog trade={going} onClose={() => setGoing(null)} />
      </>
    ),
  };
}
