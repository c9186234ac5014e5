import { cx } from "../../lib/cx.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Panel } from "../../ui/panel.tsx";
import { Table } from "../../ui/table.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { Check } from "./payload.ts";

/** What was looked at before the answer was no: every condition with what was found and what was needed. */
export function ChecksPanel({ checks, className }: { checks: readonly Check[]; className?: string }) {
  const t = useMessages(panelTexts);
  const rows = checks.map((check, i) => ({ ...check, id: String(i), first: checks[i - 1]?.leg !== check.leg }));
  return (
    <Panel bare title={t("checks")} aside={t("checksAside")} {...(className ? { className } : {})}>
      <Table
        dense
        caption={t("checks")}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          {
            id: "leg",
            header: t("checkLeg"),
            cell: (row) => <span className={row.first ? "font-medium text-ink" : "sr-only"}>{t(row.leg)}</span>,
          },
          { id: "condition", header: t("checkCondition"), cell: (row) => row.condition },
          { id: "found", header: t("checkFound"), align: "right", cell: (row) => row.found },
          { id: "needed", header: t("checkNeeded"), align: "right", cell: (row) => row.needed },
          {
            id: "result",
            header: t("checkResult"),
            align: "right",
            cell: (row) => (
              <span className={cx(row.passed ? "text-ink-3" : "font-semibold text-ink")}>
                {t(row.passed ? "passed" : "notPassed")}
              </span>
            ),
          },
        ]}
      />
      <div className="h-2" />
    </Panel>
  );
}
