import { Link } from "@tanstack/react-router";
import type { TakenTrade } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { journalTexts } from "./texts.ts";

/** The version that a trade was made of. */
export function PlanLink({ trade }: { trade: TakenTrade }) {
  const t = useMessages(journalTexts);
  const { symbol, planId, planVersion: version } = trade;
  return (
    <Link
      to="/analysis"
      search={{ symbol, plan: planId }}
      aria-label={t("openPlan", { symbol, version })}
      className="rounded-tag font-medium text-ink underline decoration-control decoration-dotted underline-offset-4 hit-44 hover:text-accent"
    >
      {symbol} <span className="text-ink-3">v{version}</span>
    </Link>
  );
}
