import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { ScanLine } from "../../lib/api-model.ts";
import { api } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { scansQuery } from "./queries.ts";
import { scanTexts } from "./texts.ts";

interface Props {
  shown: string | null;
  onOpen: (scanId: string | null) => void;
}

/** The scans so far, newest first; a press shows one again. */
export function EarlierScans({ shown, onOpen }: Props) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  const client = useQueryClient();
  const [removing, setRemoving] = useState<ScanLine | null>(null);
  const query = useQuery(scansQuery);
  const remove = useMutation({
    mutationFn: (scan: ScanLine) => api.delete(`/api/scans/${scan.scanId}`),
    onSuccess: (_answer, scan) => {
      setRemoving(null);
      if (scan.scanId === shown) onOpen(null);
      notify(t("removed"));
      return client.invalidateQueries({ queryKey: scansQuery.queryKey });
    },
    onError: (error) => notify(explain(error).text, "problem"),
  });
  const scans = query.data?.scans ?? [];
  return (
    <Panel bare title={t("earlier")} className="pb-1">
      {scans.length === 0 && (
        <div className="px-4 pb-3">
          {query.isPending && <SkeletonLines />}
          {query.isError && <ErrorState title={t("earlierFailed")} error={query.error} onRetry={() => void query.refetch()} />}
          {query.data && <p className="text-body text-ink-2">{t("earlierNone")}</p>}
        </div>
      )}
      <ul>
        {scans.map((scan) => (
          <li key={scan.scanId} className={cx("flex items-center gap-1 border-t border-line pr-2", scan.scanId === shown && "bg-raised")}>
            <EarlierScan scan={scan} current={scan.scanId === shown} onOpen={() => onOpen(scan.scanId)} />
            {scan.state !== "running" && (
              <Menu
                label={t("actions", { time: format.time(scan.createdAt) })}
                trigger={
                  <button
                    type="button"
                    aria-label={t("actions", { time: format.time(scan.createdAt) })}
                    className="rounded-control p-1.5 text-ink-2 hit-44 hover:bg-selected hover:text-ink"
                  >
                    <Ellipsis aria-hidden size={16} />
                  </button>
                }
                entries={[{ id: "remove", label: t("remove"), danger: true, run: () => setRemoving(scan) }]}
              />
            )}
          </li>
        ))}
      </ul>
      <Dialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t("removeTitle", { time: removing ? format.time(removing.createdAt) : "" })}
        description={t("removeMeans")}
        actions={
          <Button variant="danger" busy={remove.isPending} onClick={() => removing && remove.mutate(removing)}>
            {t("remove")}
          </Button>
        }
      />
    </Panel>
  );
}

function EarlierScan({ scan, current, onOpen }: { scan: ScanLine; current: boolean; onOpen: () => void }) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  const at = useNow(10_000);
  const count = scan.state === "running" ? t("earlierCount", { done: scan.done, total: scan.total }) : t("earlierAll", { count: scan.total });
  const word = scan.state === "running" ? t("lineRunning") : scan.state === "cancelled" ? t("lineCancelled") : null;
  return (
    <button
      type="button"
      aria-current={current || undefined}
      onClick={onOpen}
      className="flex min-h-[42px] min-w-0 flex-1 items-center justify-between gap-3 py-1.5 pr-1 pl-4 text-left hover:bg-raised max-md:min-h-12"
    >
      <span className="min-w-0">
        <span className={cx("block truncate text-body", current ? "font-medium text-ink" : "text-ink-2")}>{scan.name}</span>
        <span className="block text-secondary text-ink-3">{[count, word].filter(Boolean).join(" · ")}</span>
      </span>
      <span className="shrink-0 text-secondary text-ink-3">{format.age(scan.createdAt, at)}</span>
    </button>
  );
}
