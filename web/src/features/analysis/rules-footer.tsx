import { useMessages } from "../../lib/i18n.ts";
import { useNow } from "../../lib/clock.ts";
import type { Quota } from "../../lib/api-model.ts";
import { useFormat } from "../../lib/use-format.ts";
import { takenTexts } from "./taken-texts.ts";

/** The rules of the house, and the notice that the chart library asks for. */
export function RulesFooter({ quota }: { quota: Quota | null }) {
  const t = useMessages(takenTexts);
  const format = useFormat();
  const zone = format.zone(useNow(3_600_000));
  return (
    <footer aria-label={t("rules")} className="px-0 pb-2 text-secondary text-ink-3 max-md:px-4">
      <ul className="grid gap-x-8 gap-y-1 md:grid-cols-2 xl:grid-cols-3">
        <li>{t("ruleEducation")}</li>
        <li>{t("ruleSpot")}</li>
        {quota && <li>{t("ruleLimits", { cooldown: quota.cooldownS, limit: quota.limit, zone })}</li>}
        <li>{t("ruleGates")}</li>
        <li>
          {t("rulePrivate")} {t("ruleDelay")}
        </li>
        <li>
          {t("chartNotice")}{" "}
          <a
            href="https://www.tradingview.com/"
            target="_blank"
            rel="noreferrer"
            className="underline underline-offset-2 hover:text-ink-2"
          >
            TradingView Lightweight Charts™, © 2025 TradingView, Inc.
          </a>
        </li>
      </ul>
    </footer>
  );
}
