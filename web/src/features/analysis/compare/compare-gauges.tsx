import type { ComparedSide } from "../../../lib/api-model.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { gaugeTexts, ScoreBar } from "../../../ui/score-gauge.tsx";

/** Both scores on the same scale, with the marks at which a plan is worth taking and comes first. */
export function CompareGauges({ before, after }: { before: ComparedSide; after: ComparedSide }) {
  const t = useMessages(gaugeTexts);
  return (
    <div className="mt-4 space-y-1.5">
      {[before, after].map((side) => (
        <div
          key={side.planId}
          role="img"
          aria-label={`v${side.version}: ${t("label", { score: side.score })}`}
          className="flex items-center gap-3"
        >
          <span aria-hidden className={side === after ? "w-7 font-semibold text-ink" : "w-7 text-ink-2"}>
            v{side.version}
          </span>
          <span aria-hidden className="min-w-0 flex-1">
            <ScoreBar score={side.score} />
          </span>
        </div>
      ))}
      <div aria-hidden className="relative mt-0.5 ml-10 h-4 text-caption text-ink-3">
        <span className="absolute left-0">0</span>
        <span className="absolute right-[32%] whitespace-nowrap">{t("worth")}</span>
        <span className="absolute right-0 whitespace-nowrap">{t("priority")}</span>
      </div>
    </div>
  );
}
