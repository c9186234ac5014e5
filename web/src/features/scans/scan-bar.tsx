import { ScanSearch, SlidersHorizontal } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Quota } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Definition } from "../../ui/definition.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { cx } from "../../lib/cx.ts";
import { scanTexts } from "./texts.ts";

/** The fields of the options, side by side or, in the sheet of phones, one below the other. */
export type OptionFields = (look: "row" | "sheet") => ReactNode;

interface Props {
  chooser: ReactNode;
  fields: OptionFields;
  /** The options in a few words. */
  summary: string;
  count: number;
  quota: Quota | null;
  busy: boolean;
  onScan: () => void;
}

/** Which list, with which options, and the one primary action with what it costs. */
export function ScanBar({ chooser, fields, summary, count, quota, busy, onScan }: Props) {
  const t = useMessages(scanTexts);
  const left = quota ? Math.max(0, quota.limit - quota.used) : null;
  const action = (
    <Button
      variant="primary"
      size="lg"
      busy={busy}
      disabled={count === 0 || left === 0}
      icon={<ScanSearch aria-hidden size={18} />}
      onClick={onScan}
      className="max-md:w-full"
    >
      {busy ? t("running") : left === 0 ? t("spent") : count === 0 ? t("title") : t("run", { count })}
    </Button>
  );
  return (
    <section aria-label={t("options")} className="max-md:px-3">
      <div className="flex flex-wrap items-center gap-3 max-xl:gap-2 max-md:flex-col max-md:items-stretch">
        {chooser}
        <div className="flex flex-wrap items-center gap-3 max-xl:gap-2 max-md:hidden">{fields("row")}</div>
        <OptionsSheet fields={fields} summary={summary} />
        <div className="ml-auto flex items-center gap-3 max-md:ml-0 max-md:flex-col-reverse max-md:items-stretch max-md:gap-1.5">
          {quota && left !== null && count > 0 && <Cost count={count} left={left} quota={quota} />}
          {action}
        </div>
      </div>
    </section>
  );
}

function Cost({ count, left, quota }: { count: number; left: number; quota: Quota }) {
  const t = useMessages(scanTexts);
  const format = useFormat();
  const over = Math.max(0, count - left);
  const text = left === 0 ? t("spentMeans", { time: format.time(quota.resetsAt) }) : over > 0 ? t("costOver", { left, count: over }) : t("cost", { count, left });
  return (
    <Definition says={t("costMeans", { time: format.time(quota.resetsAt) })} className={cx("text-secondary max-md:text-center", over > 0 ? "text-warn" : "text-ink-3")}>
      {text}
    </Definition>
  );
}

/** The options of a phone: folded into one line, opened as a sheet from below. */
function OptionsSheet({ fields, summary }: { fields: OptionFields; summary: string }) {
  const t = useMessages(scanTexts);
  const [open, setOpen] = useState(false);
  return (
    <div className="md:hidden">
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={`${t("change")}: ${summary}`}
        className="flex h-11 w-full min-w-0 items-center justify-between gap-2 rounded-control border border-control px-3 text-body"
      >
        <span className="min-w-0 truncate text-ink-2">{summary}</span>
        <SlidersHorizontal aria-hidden size={18} className="shrink-0 text-ink-3" />
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("options")}
        actions={
          <Button variant="primary" size="lg" block onClick={() => setOpen(false)}>
            {t("done")}
          </Button>
        }
      >
        <div className="flex flex-col gap-4">{fields("sheet")}</div>
      </Dialog>
    </div>
  );
}
