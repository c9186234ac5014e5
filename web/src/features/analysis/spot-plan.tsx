import type { ReactNode } from "react";
import { timeframeMs } from "../../chart/chart-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { panelTexts } from "./panel-texts.ts";
import type { LegName, Payload, Target } from "./payload.ts";
import { planPrice } from "./price-text.ts";
import type { AnalysisView } from "./view-model.ts";

/** The execution plan of the text: both legs, or why one is missing. */
export function SpotPlan({ view, say }: { view: AnalysisView; say: (text: string) => ReactNode }) {
  const t = useMessages(panelTexts);
  const { payload, format } = view;
  const { pullback, breakout } = payload;
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  const goals = (targets: readonly Target[]) =>
    targets.map((target, i) => `TP${i + 1} ${write(target.price)}`).join(" · ");
  const range = (low: number, high: number) => (low === high ? write(low) : `${write(low)}–${write(high)}`);
  const missing = (leg: LegName) => <p className="text-ink-2">{whyNone(payload, leg, t)}</p>;
  return (
    <>
      <p>
        1. <b className="font-semibold">{t("pullbackBuy")}</b>
      </p>
      {pullback ? (
        <>
          <p>
            {t("scaleIn")}{" "}
            {say(
              pullback.entries
                .map((entry) => `${write(entry.price)} (${format.percent(entry.share, { max: 0 })})`)
                .join(" · "),
            )}
          </p>
          <p>
            {t(isIntraday(payload.timeframes) ? "invalidationIntraday" : "invalidation", {
              timeframe: pullback.invalidation.timeframe,
            })}{" "}
            {say(write(pullback.invalidation.price))}
          </p>
          <p>{say(goals(pullback.targets))}</p>
        </>
      ) : (
        missing("pullback")
      )}
      <p className="mt-1.5">
        2. <b className="font-semibold">{t("breakoutBuy")}</b>
      </p>
      {breakout ? (
        <>
          <p>
            {t("stopLimitBuy")} {say(range(breakout.trigger, breakout.limit))}
          </p>
          <p>
            {say(t("retestAdd", { zone: range(breakout.retest.low, breakout.retest.high) }))}{" "}
            {say(write(breakout.stop))}
          </p>
          <p>{say(goals(breakout.targets))}</p>
        </>
      ) : (
        missing("breakout")
      )}
    </>
  );
}

/** A plan whose smallest candles last an hour or more outlives the day. */
function isIntraday(timeframes: readonly string[]): boolean {
  return timeframeMs(timeframes.at(-1) ?? "15m") < 3_600_000;
}

type Say = (key: "noneAsked" | "none" | "noneBecause", values?: Record<string, string>) => string;

/** Not asked for, or the first condition that it failed. */
export function whyNone(payload: Payload, leg: LegName, t: Say): string {
  const { mode } = payload.options;
  if (mode !== "auto" && mode !== leg) return t("noneAsked");
  const failed = payload.checks.filter((check) => !check.passed);
  const own = failed.find((check) => check.leg === leg) ?? failed.find((check) => check.leg === "market");
  if (!own) return t("none");
  return t("noneBecause", { condition: own.condition, found: own.found, needed: own.needed });
}
