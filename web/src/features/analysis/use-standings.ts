import { useQueries } from "@tanstack/react-query";
import type { ChartColumns } from "../../chart/chart-model.ts";
import type { PlanSummary } from "../../lib/api-model.ts";
import { useLanguage } from "../../lib/i18n.ts";
import type { Payload } from "./payload.ts";
import { planQuery } from "./queries.ts";
import { standingOf, type Standing } from "./staleness.ts";

/** So many of the newest versions are judged; the list shows no more at first. */
const JUDGED = 4;

interface Known {
  versions: readonly PlanSummary[];
  /** The candles since; null where they are not known, and then nothing is said. */
  columns: ChartColumns | null;
  moment: number;
}

/** What became of each of the newest versions, by plan; those that were not read yet are missing. */
export function useStandings({ versions, columns, moment }: Known): ReadonlyMap<string, Standing> {
  const language = useLanguage();
  const judged = columns ? versions.slice(0, JUDGED) : [];
  const payloads = useQueries({
    queries: judged.map((each) => ({ ...planQuery(each.planId, language), placeholderData: undefined })),
    combine: (results) => results.map((result): Payload | undefined => result.data?.payload),
  });
  return new Map(
    judged.flatMap((each, index): [string, Standing][] => {
      const payload = payloads[index];
      // Candles that begin after the plan was made cannot tell what became of it.
      if (!payload || !columns || (columns.ts[0] ?? Infinity) > Date.parse(payload.at)) return [];
      return [[each.planId, standingOf(payload, columns, moment)]];
    }),
  );
}
