import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Archive } from "lucide-react";
import { useEffect, useState } from "react";
import type { BackupAsked } from "../../lib/api-model.ts";
import { ApiError, api } from "../../lib/api.ts";
import { useActions } from "../../lib/actions.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressSteps } from "../../ui/progress-steps.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { backupTexts } from "./log-texts.ts";
import { isLive } from "./model.ts";
import { backupJobQuery, backupsQuery } from "./queries.ts";

/** Makes a backup and shows how it is getting on, in the place of the button. */
export function MakeBackup() {
  const t = useMessages(backupTexts);
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const begin = useMutation({
    mutationFn: () => api.post<BackupAsked>("/api/admin/backups"),
    onSuccess: (started) => setJobId(started.jobId),
  });
  const { data: job, error: lost } = useQuery({ ...backupJobQuery(jobId ?? ""), enabled: jobId !== null });
  const state = job?.state;
  useEffect(() => {
    if (state === undefined || isLive(state)) return;
    if (state === "done") notify(t("made"));
    void client.invalidateQueries({ queryKey: backupsQuery.queryKey });
    void client.invalidateQueries({ queryKey: ["admin", "status"] });
    // Said once per job, in whatever language the page is then.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state, client]);
  const busy = begin.isPending || (jobId !== null && !lost && (state === undefined || isLive(state)));
  const start = () => {
    setJobId(null);
    begin.mutate();
  };
  useActions([{ id: "backup.make", label: () => t("make"), icon: Archive, keywords: () => "backup cadangan", when: () => !busy, run: start }]);

  if (busy) {
    const { step = 0, of = 1 } = job?.progress ?? {};
    return (
      <div className="max-w-md">
        <ProgressSteps inline name={t(state === "running" ? "making" : "queued")} step={step} of={of} />
      </div>
    );
  }
  const failed = begin.error ?? lost ?? (state === "failed" || state === "cancelled" ? new ApiError(job?.error?.code ?? "BROKEN", job?.error?.message ?? "", 0, job?.error?.details ?? {}) : null);
  return (
    <div className="space-y-3">
      {failed && <ErrorState title={t("makeFailed")} error={failed} />}
      <Button variant="primary" icon={<Archive aria-hidden size={16} />} onClick={start}>
        {t("make")}
      </Button>
    </div>
  );
}
