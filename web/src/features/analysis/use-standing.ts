import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api } from "../../lib/api.ts";
import type { PlanOutcome } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import type { Plan } from "./payload.ts";
import { standingOf, type Standing } from "./standing.ts";

const EVERY = 60_000;

/** What the market made of a version. While it is open the server is asked each minute. */
export const outcomeQuery = (planId: string) =>
  queryOptions({
    queryKey: ["outcome", planId],
    queryFn: ({ signal }) => api.get<PlanOutcome>(`/api/plan/${planId}/outcome`, {}, signal),
    staleTime: EVERY / 2,
    refetchInterval: ({ state }) => (state.data && isSettled(state.data) ? false : EVERY),
  });

/** Nothing can change any more; a version without a leg can only run out of time. */
function isSettled({ outcomes }: PlanOutcome): boolean {
  return outcomes.every((outcome) => outcome.final);
}

/** The server's word on one version. Lists and comparisons that show it too are asked for again when it changes. */
export function useOutcome(planId: string): PlanOutcome | undefined {
  const { data } = useQuery(outcomeQuery(planId));
  const queries = useQueryClient();
  const told = data?.outcomes.map((outcome) => `${outcome.leg} ${outcome.state} ${outcome.final}`).join();
  useEffect(() => {
    if (!told) return;
    void queries.invalidateQueries({ queryKey: ["plans"] });
    void queries.invalidateQueries({ queryKey: ["compare"] });
  }, [told, queries]);
  return data;
}

/** How the shown version stands. */
export function useStanding(plan: Plan): Standing {
  const data = useOutcome(plan.planId);
  const moment = useNow(10_000);
  return useMemo(() => standingOf(data, plan, moment), [data, plan, moment]);
}
