import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AdminJob } from "../../lib/api-model.ts";
import { api } from "../../lib/api.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { notify } from "../../ui/toast.tsx";
import { kindName } from "./job-kinds.ts";
import { jobTexts } from "./log-texts.ts";

/** Asks before somebody's job is ended. */
export function CancelJob({ job, onClose }: { job: AdminJob; onClose: () => void }) {
  const t = useMessages(jobTexts);
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.post(`/api/admin/jobs/${job.jobId}/cancel`),
    onSuccess: () => notify(t("wasCancelled")),
    onError: (error) => notify(explain(error).text, "problem"),
    onSettled: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ["admin", "jobs"] });
    },
  });
  const what = [kindName(job.kind), job.symbol].filter(Boolean).join(" ");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("cancelTitle")}
      description={t("cancelMeans", { what, who: job.email ?? t("somebody") })}
      actions={
        <Button variant="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("cancel")}
        </Button>
      }
    />
  );
}
