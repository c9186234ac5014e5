import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { Fragment, useEffect, useState } from "react";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { fieldClass } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { Switch } from "../../ui/switch.tsx";
import { cx } from "../../lib/cx.ts";
import { LogRow } from "./log-row.tsx";
import { logTexts } from "./log-texts.ts";
import { logsQuery, type LogFilter } from "./queries.ts";

const TYPING_MS = 300;
const CHOICES = ["", "info", "warning", "error"] as const;

interface Props {
  filter: LogFilter;
  /** Remember in the address. */
  onFilter: (change: Partial<LogFilter>) => void;
}

/** The server's log, newest first: filtered, followed live, older lines on demand. */
export function LogsSection({ filter, onFilter }: Props) {
  const t = useMessages(logTexts);
  const client = useQueryClient();
  const [live, setLive] = useState(true);
  const query = useInfiniteQuery(logsQuery(filter, live));
  const { data, error, isPending, hasNextPage, isFetchingNextPage, refetch, fetchNextPage } = query;
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  const today = useNow(60_000);
  const older = (data?.pages.length ?? 0) > 1;
  const filtered = filter.level !== "" || filter.q !== "";
  // One page again, and that one new.
  const newest = () => {
    globalThis.scrollTo({ top: 0 });
    void client.resetQueries({ queryKey: logsQuery(filter, live).queryKey });
  };
  return (
    <Panel bare label={t("title")} className="pb-1">
      <div className="flex flex-wrap items-center gap-3 border-b border-line p-3 px-4">
        <Segmented
          label={t("level")}
          value={CHOICES.find((choice) => choice === filter.level) ?? ""}
          onChange={(level) => onFilter({ level })}
          choices={CHOICES.map((level) => ({ value: level, label: t(level === "" ? "all" : level) }))}
        />
        <LogSearch value={filter.q} onChange={(q) => onFilter({ q })} />
        <span className="ml-auto flex" title={t("liveMeans")}>
          <Switch label={t("live")} checked={live && !older} disabled={older} onChange={setLive} />
        </span>
      </div>
      {(older || !live) && (
        <div role="status" className="flex flex-wrap items-center gap-x-4 border-b border-line bg-raised px-4 py-2 text-body text-ink-2">
          {t(older ? "pausedOlder" : "paused")}
          {older && (
            <Button variant="link" onClick={newest}>
              {t("newest")}
            </Button>
          )}
        </div>
      )}
      {error && (
        <div className={cx("p-4", data && "border-b border-line")}>
          <ErrorState title={t("failed")} error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {isPending && (
        <div className="p-4">
          <SkeletonLines lines={4} />
        </div>
      )}
      {data && lines.length === 0 && (
        <div className="p-4">
          <EmptyState title={t("none")} action={filtered && <Button onClick={() => onFilter({ level: "", q: "" })}>{t("clear")}</Button>}>
            {t("noneMeans")}
          </EmptyState>
        </div>
      )}
      <ol>
        {lines.map((line, index) => (
          <Fragment key={line.id}>
            <NewDay at={line.at} before={lines[index - 1]?.at ?? today} />
            <LogRow line={line} onFilter={(q) => onFilter({ q, level: "" })} />
          </Fragment>
        ))}
      </ol>
      {lines.length > 0 && (
        <div className="flex items-center gap-3 border-t border-line px-4 py-3 text-secondary text-ink-3">
          {hasNextPage ? (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("older")}
            </Button>
          ) : (
            t("end")
          )}
          <span className="ml-auto">{t("count", { count: lines.length })}</span>
        </div>
      )}
    </Panel>
  );
}

/** The date, where the lines from here on are of another day than those above. */
function NewDay({ at, before }: { at: string; before: string | number }) {
  const format = useFormat();
  const day = format.date(at);
  if (day === format.date(before)) return null;
  return <li className="border-t border-line bg-raised px-4 py-1 text-secondary text-ink-3 first:border-t-0">{day}</li>;
}

/** The filter's text; asked for a moment after the last key. */
function LogSearch({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const t = useMessages(logTexts);
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <label className="relative min-w-56 flex-1">
      <span className="sr-only">{t("search")}</span>
      <Search aria-hidden size={15} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
      <input type="search" value={typed} placeholder={t("search")} spellCheck={false} onChange={(event) => setTyped(event.target.value)} className={cx(fieldClass, "pl-8")} />
    </label>
  );
}
