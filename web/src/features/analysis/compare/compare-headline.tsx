import type { Comparison } from "../../../lib/api-model.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { compareTexts } from "./texts.ts";
import { SideOutcome } from "./side-outcome.tsx";

/** Three statements: the verdict, the plan, what it is worth; and what became of each version. */
export function CompareHeadline({ comparison }: { comparison: Comparison }) {
  const t = useMessages(compareTexts);
  const { verdict, plan, rr } = comparison.headline;
  return (
    <section
      aria-label={t("headline")}
      className="border-line bg-panel p-4 max-md:border-y md:rounded-panel md:border"
    >
      <div className="grid gap-x-8 gap-y-3 lg:grid-cols-3">
        <div>
          <p className="text-base font-semibold text-ink">{verdict.title}</p>
          <p className="mt-0.5 text-body text-pretty text-ink-2">{verdict.text}</p>
        </div>
        {[plan, rr].map((statement) => (
          <div key={statement.title}>
            <p className="text-body leading-6 font-semibold text-ink">{statement.title}</p>
            <p className="mt-0.5 text-body text-pretty text-ink-2">{statement.text}</p>
          </div>
        ))}
      </div>
      <dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-3 text-body">
        <dt className="text-ink-3">{t("outcome")}</dt>
        <SideOutcome side={comparison.before} />
        <SideOutcome side={comparison.after} />
      </dl>
      {comparison.notes.length > 0 && (
        <ul className="mt-2 text-secondary text-ink-3">
          {comparison.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
