import { useQuery } from "@tanstack/react-query";
import { Download, TriangleAlert } from "lucide-react";
import type { Backup } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { MakeBackup } from "./make-backup.tsx";
import { backupTexts } from "./log-texts.ts";
import { isBackupStale } from "./model.ts";
import { backupsQuery } from "./queries.ts";
import { RestorePanel } from "./restore-panel.tsx";

/** The backups, how to make one and how to go back to one. */
export function BackupsSection({ mayDownload }: { mayDownload: boolean }) {
  const t = useMessages(backupTexts);
  const format = useFormat();
  const at = useNow(60_000);
  const { data, error, isPending, refetch } = useQuery(backupsQuery);
  const newest = data?.[0];
  const size = data?.reduce((sum, each) => sum + each.sizeBytes, 0) ?? 0;
  return (
    <div className="space-y-3">
      <Panel title={t("title")} bare className="pb-2" aside={data && data.length > 0 && t("totals", { count: data.length, size: format.bytes(size) })}>
        <div className="space-y-4 px-4 pb-4">
          <p className="max-w-[75ch] text-body text-ink-2">{t("lead")}</p>
          {newest && isBackupStale(newest.at, at) && (
            <div role="alert" className="flex gap-2.5">
              <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-warn" />
              <p className="text-body text-ink-2">
                <span className="font-medium text-warn">{t("stale", { age: format.age(newest.at, at) })}</span> {t("staleMeans")}
              </p>
            </div>
          )}
          {data?.length === 0 && <EmptyState title={t("none")}>{t("noneMeans")}</EmptyState>}
          {isPending && <SkeletonLines />}
          {error && <ErrorState title={t("unread")} error={error} onRetry={() => void refetch()} />}
          <MakeBackup />
        </div>
        {data && data.length > 0 && <BackupTable backups={data} at={at} mayDownload={mayDownload} />}
        {data && data.length > 0 && !mayDownload && <p className="px-4 py-2 text-secondary text-ink-3">{t("onlyOwner")}</p>}
      </Panel>
      {newest && <RestorePanel name={newest.name} />}
    </div>
  );
}

function BackupTable({ backups, at, mayDownload }: { backups: readonly Backup[]; at: number; mayDownload: boolean }) {
  const t = useMessages(backupTexts);
  const format = useFormat();
  const reasons = { manual: t("manual"), upgrade: t("upgrade"), daily: t("daily") };
  const reasonOf = (reason: string) => (Object.hasOwn(reasons, reason) ? reasons[reason as keyof typeof reasons] : reason);
  return (
    <Table<Backup>
      caption={t("title")}
      rows={backups}
      rowKey={(backup) => backup.name}
      columns={[
        { id: "at", header: t("at"), cell: (backup) => <span className="text-ink">{format.age(backup.at, at)}</span> },
        { id: "reason", header: t("reason"), cell: (backup) => reasonOf(backup.reason) },
        { id: "size", header: t("size"), align: "right", cell: (backup) => format.bytes(backup.sizeBytes) },
        { id: "layout", header: t("layout"), cell: (backup) => backup.layout, wideOnly: true },
        { id: "file", header: t("file"), cell: (backup) => <span className="text-ink-3">{backup.name}</span>, wideOnly: true },
        {
          id: "download",
          header: <span className="sr-only">{t("downloadShort")}</span>,
          align: "right",
          cell: (backup) =>
            mayDownload && (
              <a
                href={`/api/admin/backups/${encodeURIComponent(backup.name)}`}
                download={backup.name}
                aria-label={t("download", { name: backup.name })}
                className={buttonClass({ size: "sm" })}
              >
                <Download aria-hidden size={14} />
                <span className="max-md:hidden">{t("downloadShort")}</span>
              </a>
            ),
        },
      ]}
    />
  );
}
