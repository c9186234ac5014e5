import type { ReactNode } from "react";
import type { ServerStatus } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { cx } from "../../lib/cx.ts";
import type { Format } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Figure, Value } from "../../ui/figure.tsx";
import { isBackupStale, isPartWeak } from "./model.ts";
import { systemTexts } from "./system-texts.ts";

const SLOW_QUEUE_S = 60;

/** The figures as tiles; a figure that needs somebody is marked and says why. */
export function SystemFigures({ status }: { status: ServerStatus }) {
  const t = useMessages(systemTexts);
  const format = useFormat();
  const at = useNow(60_000);
  const { jobs, database, candles, disk, backups } = status;
  const oldest = jobs.oldestQueuedS ?? 0;
  const short = isPartWeak(status.parts, "disk");
  const stale = isBackupStale(backups.newestAt, at);
  const running = t("queueRunning", { count: jobs.running });
  const queueNote =
    jobs.queued > 0 ? t("queueOldest", { running: jobs.running, time: format.duration(oldest * 1000) }) : jobs.running > 0 ? running : t("queueIdle");
  return (
    <section aria-label={t("numbers")} className="border-line bg-panel max-md:border-y md:rounded-panel md:border">
      <dl className="grid grid-cols-2 gap-px overflow-hidden bg-line md:grid-cols-4 md:rounded-[7px]">
        <Tile name={t("queue")} says={t("queueMeans")} warn={oldest > SLOW_QUEUE_S} note={queueNote}>
          {format.whole(jobs.queued)}
        </Tile>
        <Tile name={t("today")} warn={false} note={t("todayFailed", { count: jobs.failedToday })}>
          {format.whole(jobs.doneToday)}
        </Tile>
        <Tile
          name={t("backups")}
          warn={stale}
          note={!backups.newestAt ? t("backupsNoneNote") : stale ? t("backupsStale") : t("backupsCaption", { count: backups.count, size: format.bytes(backups.sizeBytes) })}
        >
          {backups.newestAt ? shortAge(format, backups.newestAt, at) : t("backupsNone")}
        </Tile>
        <Tile
          name={t("disk")}
          says={t("diskMeans", { path: disk.path })}
          warn={short}
          note={t(short ? "diskShort" : "diskCaption", { total: format.bytes(disk.totalBytes) })}
        >
          {format.bytes(disk.freeBytes)}
        </Tile>
        <Tile name={t("database")} warn={false} note={t("databaseCaption", { kind: database.kind, layout: database.layout })}>
          {format.bytes(database.sizeBytes)}
        </Tile>
        <Tile name={t("candles")} warn={false} note={t("candlesCaption", { count: candles.series })}>
          {format.bytes(candles.sizeBytes)}
        </Tile>
        <Tile name={t("memory")} warn={false} note={t("memoryCaption")}>
          {format.bytes(status.memoryBytes)}
        </Tile>
        <Tile name={t("version")} warn={false} note={t("startedAt", { time: format.age(status.startedAt, at) })}>
          {status.version}
        </Tile>
      </dl>
    </section>
  );
}

/** Without the zone, which a tile has no room for. */
function shortAge(format: Format, moment: string, at: number): string {
  return at - Date.parse(moment) < 3_600_000 ? format.age(moment, at) : format.clockOrDay(moment, at);
}

interface TileProps {
  name: string;
  says?: string;
  note: string;
  warn: boolean;
  children: ReactNode;
}

function Tile({ name, says, note, warn, children }: TileProps) {
  return (
    <div className="bg-panel p-4">
      <Figure name={name} {...(says ? { says } : {})} note={<span className={cx(warn && "text-warn")}>{note}</span>}>
        <Value tone={warn ? "text-warn" : "text-ink"}>{children}</Value>
      </Figure>
    </div>
  );
}
