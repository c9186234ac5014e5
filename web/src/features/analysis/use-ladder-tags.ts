import type { LadderTag } from "../../chart/price-ladder.tsx";
import { useNow } from "../../lib/clock.ts";
import { useBrokenSince } from "../../lib/connection.ts";
import type { Format } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { chartTexts } from "./chart-texts.ts";
import { untilClose } from "./queries.ts";
import type { Rung } from "./rungs.ts";

interface Wish {
  rungs: readonly Rung[];
  timeframe: string;
  live: boolean;
  pricedAt: number | null;
  format: Format;
}

/** The tags of the ladder in words; the price now counts down to the close of its candle. */
export function useLadderTags({ rungs, timeframe, live, pricedAt, format }: Wish): LadderTag[] {
  const t = useMessages(chartTexts);
  const moment = useNow();
  const broken = useBrokenSince();
  return rungs.map((rung) => {
    const tag = {
      id: rung.id,
      role: rung.role,
      name: rung.name,
      shortName: rung.shortName,
      price: rung.priceText,
      shortPrice: rung.shortPrice,
      copyLabel: t("copyRung", { name: rung.name, price: rung.priceText }),
    };
    if (rung.role !== "price") {
      return { ...tag, left: rung.kind, right: [rung.figure, rung.distance].filter(Boolean).join(" · ") };
    }
    if (!live) return { ...tag, left: t("closedAt", { time: format.clock(pricedAt ?? moment) }), right: timeframe };
    if (broken !== null) return { ...tag, stale: true, left: format.age(pricedAt ?? broken, moment), right: "" };
    return { ...tag, left: t("closesIn", { time: until(format, untilClose(timeframe, moment)) }), right: timeframe };
  });
}

/** Minutes and seconds in the last hour, hours and minutes before. */
function until(format: Format, left: number): string {
  return left < 3_600_000 ? format.countdown(left) : format.duration(left);
}
