import { ChevronRight, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import type { LogLine } from "../../lib/api-model.ts";
import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { GateIcon } from "../../ui/gate-icon.tsx";
import { levelOf, type Level } from "./model.ts";
import { logTexts } from "./log-texts.ts";

const TONE: Record<Level, string> = { debug: "text-ink-3", info: "text-ink-3", warning: "text-warn", error: "font-medium text-warn" };

/** One line of the log; a press opens what belongs to it. */
export function LogRow({ line, onFilter }: { line: LogLine; onFilter: (q: string) => void }) {
  const t = useMessages(logTexts);
  const format = useFormat();
  const id = useId();
  const [open, setOpen] = useState(false);
  const level = levelOf(line.level);
  const time = format.timeWithSeconds(line.at).replace(/ \S+$/, "");
  return (
    <li className="border-t border-line first:border-t-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="grid min-h-8 w-full grid-cols-[14px_64px_96px_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-1.5 text-left text-body hover:bg-raised max-md:min-h-11 max-md:grid-cols-[14px_64px_minmax(0,1fr)]"
      >
        <ChevronRight aria-hidden size={14} className={cx("self-center text-ink-3 max-md:self-start max-md:mt-1", open && "rotate-90")} />
        <span className="text-secondary text-ink-3">{time}</span>
        <span className={cx("inline-flex items-center gap-1.5 text-secondary", TONE[level])}>
          {level === "error" && <GateIcon state="closed" size={12} />}
          {level === "warning" && <TriangleAlert aria-hidden size={13} />}
          {t(level)}
        </span>
        <span className={cx("min-w-0 text-ink max-md:col-span-2 max-md:col-start-2", !open && "truncate", open && "break-words")}>{line.message}</span>
        <span className="max-w-48 truncate text-secondary text-ink-3 max-md:hidden">{line.logger}</span>
      </button>
      {open && (
        <div id={id} className="space-y-3 bg-raised px-4 py-3 md:pl-[42px]">
          <Fields line={line} />
          {line.traceback && (
            <div>
              <p className="mb-1 text-secondary text-ink-3">{t("traceback")}</p>
              <pre tabIndex={0} className="max-h-96 overflow-auto scroll-thin rounded-control border border-line bg-page p-3 font-sans text-secondary whitespace-pre text-ink-2">
                {line.traceback}
              </pre>
            </div>
          )}
          <div className="flex flex-wrap gap-2">
            {line.requestId && <CopyButton value={line.requestId} label={t("copyRequest")} />}
            {line.requestId && (
              <Button size="sm" onClick={() => onFilter(line.requestId ?? "")}>
                {t("sameRequest")}
              </Button>
            )}
            {line.jobId && (
              <Button size="sm" onClick={() => onFilter(line.jobId ?? "")}>
                {t("sameJob")}
              </Button>
            )}
            <CopyButton value={JSON.stringify(line, null, 2)} label={t("copyLine")} />
          </div>
        </div>
      )}
    </li>
  );
}

function Fields({ line }: { line: LogLine }) {
  const t = useMessages(logTexts);
  const format = useFormat();
  const rows: [string, string][] = [
    [t("at"), `${format.date(line.at)} ${format.timeWithSeconds(line.at)}`],
    [t("logger"), line.logger],
    ...(line.requestId ? [[t("request"), line.requestId] satisfies [string, string]] : []),
    ...(line.jobId ? [[t("job"), line.jobId] satisfies [string, string]] : []),
    ...Object.entries(line.fields).map(([name, value]): [string, string] => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  ];
  return (
    <dl className="grid grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-secondary">
      {rows.map(([name, value], index) => (
        <div key={`${name} ${index}`} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd className="break-words text-ink-2">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
