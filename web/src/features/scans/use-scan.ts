import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ScanStarted } from "../../lib/api-model.ts";
import { api } from "../../lib/api.ts";
import { explain } from "../../lib/errors.ts";
import { useLanguage, useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { notify } from "../../ui/toast.tsx";
import type { ScanOptions } from "./model.ts";
import { scanQuery, scansQuery } from "./queries.ts";
import { scanTexts } from "./texts.ts";

/** Which coins: those of a list, or these. */
export type ScanWish = { watchlistId: string } | { symbols: string[]; venue: string };

/** Start, follow and cancel scans. */
export function useScan(scanId: string | null, onStarted: (scanId: string) => void) {
  const t = useMessages(scanTexts);
  const client = useQueryClient();
  const language = useLanguage();
  const query = useQuery({ ...scanQuery(scanId ?? "", language), enabled: scanId !== null });
  const running = query.data?.state === "running";
  const done = query.data?.done;

  // Each finished coin has used some of the quota and made a version.
  useEffect(() => {
    if (done === undefined) return;
    void client.invalidateQueries({ queryKey: meQuery.queryKey });
    void client.invalidateQueries({ queryKey: scansQuery.queryKey });
    void client.invalidateQueries({ queryKey: ["plans"] });
  }, [client, done, running]);

  const start = useMutation({
    mutationFn: ({ wish, options }: { wish: ScanWish; options: ScanOptions }) => {
      const { preset, riskPct, mode, tp3 } = options;
      return api.post<ScanStarted>("/api/scans", { ...wish, timeframes: preset.split("-"), riskPct, mode, tp3 });
    },
    onSuccess: (made) => {
      onStarted(made.scanId);
      void client.invalidateQueries({ queryKey: scansQuery.queryKey });
    },
    onSettled: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });

  const cancel = useMutation({
    mutationFn: () => api.post(`/api/scans/${scanId ?? ""}/cancel`),
    onError: (error) => notify(`${t("cancelFailed")} ${explain(error).text}`, "problem"),
    onSettled: () => query.refetch(),
  });

  return { query, running, start, cancel };
}
