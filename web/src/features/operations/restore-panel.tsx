import { useQuery } from "@tanstack/react-query";
import { useMessages } from "../../lib/i18n.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { Panel } from "../../ui/panel.tsx";
import { backupTexts } from "./log-texts.ts";
import { statusQuery } from "./queries.ts";

/** How to go back to a backup: in words, with the command to copy. */
export function RestorePanel({ name }: { name: string }) {
  const t = useMessages(backupTexts);
  // The disk that the server tells of is that of its home folder, where the backups are.
  const home = useQuery(statusQuery).data?.disk.path;
  const command = `nofomo db restore --replace ${home ? `${home}/backups/` : ""}${name}`;
  const steps = [t("restore1"), t("restore2"), t("restore3")];
  return (
    <Panel title={t("restore")}>
      <ol className="space-y-2.5">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-3 text-body text-ink-2">
            <span className="w-4 shrink-0 text-right text-ink-3">{index + 1}</span>
            <div className="min-w-0 flex-1">
              <p>{step}</p>
              {index === 1 && (
                <div className="mt-2 flex flex-wrap items-center gap-2">
                  <code className="min-w-0 rounded-control border border-line bg-page px-3 py-1.5 font-sans break-all text-ink">{command}</code>
                  <CopyButton value={command} label={t("copyCommand")} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-secondary text-ink-3">{t("restoreMeans")}</p>
    </Panel>
  );
}
