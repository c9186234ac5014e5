import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../../lib/api.ts";
import { serverNow } from "../../lib/clock.ts";
import { useLanguage } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { toRequest, type AnalysisOptions } from "./options.ts";
import type { Plan } from "./payload.ts";
import { planQuery } from "./queries.ts";
import { IDLE, isPlan, outcomeOf, progressOf, retryMoment, type Job, type Run, type Started } from "./run-model.ts";

/** A quick analysis is answered as it is; of a longer one the server tells the job, which can be followed and cancelled. */
const WAIT_S = 0.3;
const POLL_MS = 250;

interface Work {
  symbol: string;
  path: string;
  body: object;
}

/** Ask for analyses, follow their jobs, hand over what came out. One at a time. */
export function useAnalysisRun(onDone: (plan: Plan) => void) {
  const [run, setRun] = useState<Run>(IDLE);
  const language = useLanguage();
  const queries = useQueryClient();
  const turn = useRef(0);
  const finish = useRef(onDone);
  useEffect(() => {
    finish.current = onDone;
  }, [onDone]);
  useEffect(() => () => void (turn.current += 1), []);

  const start = useCallback(
    async ({ symbol, path, body }: Work) => {
      const mine = ++turn.current;
      const current = () => mine === turn.current;
      const show = (next: Run) => current() && setRun(next);
      show({ kind: "running", symbol, jobId: null, step: "candles", at: 1, of: 4 });
      try {
        const { data } = await api.postWithStatus<Started>(path, { ...body, wait: WAIT_S });
        const planId = isPlan(data) ? data.planId : await follow(data.jobId, { symbol, current, show });
        if (planId === null || !current()) return;
        // The answer's sentences may be in another language than the page's; the version itself is the same.
        const plan = await queries.fetchQuery(planQuery(planId, language));
        show(IDLE);
        if (current()) finish.current(plan);
      } catch (error) {
        show({ kind: "failed", symbol, error, retryAt: retryMoment(error, serverNow()) });
      } finally {
        void queries.invalidateQueries({ queryKey: ["plans"] });
        void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      }
    },
    [language, queries],
  );

  return {
    run,
    analyse: useCallback(
      (options: AnalysisOptions, symbol = options.symbol) =>
        void start({ symbol, path: "/api/analyze", body: { ...toRequest(options), symbol } }),
      [start],
    ),
    update: useCallback(
      (planId: string, symbol: string) => void start({ symbol, path: "/api/update", body: { planId } }),
      [start],
    ),
    cancel: useCallback(() => {
      const jobId = run.kind === "running" ? run.jobId : null;
      if (jobId) void api.post(`/api/jobs/${jobId}/cancel`).catch(() => undefined);
    }, [run]),
    dismiss: useCallback(() => setRun(IDLE), []),
  };
}

interface Following {
  symbol: string;
  current: () => boolean;
  show: (run: Run) => void;
}

/** Follow a job to its end; the plan's id, or null where it was cancelled or nobody waits any more. Throws its error. */
async function follow(jobId: string, { symbol, current, show }: Following): Promise<string | null> {
  while (current()) {
    const job = await api.get<Job>(`/api/jobs/${jobId}`);
    const outcome = outcomeOf(job);
    if (outcome instanceof Error) throw outcome;
    if (outcome === "cancelled") {
      show({ kind: "cancelled", symbol });
      return null;
    }
    if (outcome) return outcome.planId;
    show({ kind: "running", symbol, jobId, ...progressOf(job) });
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return null;
}
