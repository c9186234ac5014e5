import { defineMessages, useMessages } from "../lib/i18n.ts";

export const gaugeTexts = defineMessages("gauge", {
  worth: ["34 layak", "34 worth"],
  priority: ["40 prioritas", "40 priority"],
  label: ["Skor {{score}} dari 50. Layak mulai 34, prioritas mulai 40.", "Score {{score}} of 50. Worth taking from 34, priority from 40."],
});

const WORTH = 34;
const PRIORITY = 40;
const OF = 50;

/** The score as a number and on a straight gauge from 0 to 50 with marks at 34 and 40. */
export function ScoreGauge({ score }: { score: number }) {
  const t = useMessages(gaugeTexts);
  return (
    <div className="flex items-center gap-5" role="img" aria-label={t("label", { score })}>
      <div aria-hidden className="shrink-0 whitespace-nowrap">
        <span className="text-score font-semibold text-ink">{score}</span>
        <span className="text-reading text-ink-3">/{OF}</span>
      </div>
      <div aria-hidden className="min-w-0 flex-1">
        <ScoreBar score={score} />
        <div className="relative h-4 text-caption text-ink-3">
          <span className="absolute left-0">0</span>
          <span className="absolute right-0 whitespace-nowrap">{t("priority")}</span>
          <span className="absolute whitespace-nowrap" style={{ right: `${100 - (WORTH / OF) * 100}%` }}>
            {t("worth")}
          </span>
        </div>
      </div>
    </div>
  );
}

/** The bar alone, for comparisons. */
export function ScoreBar({ score }: { score: number }) {
  const share = (value: number) => (Math.min(OF, Math.max(0, value)) / OF) * 100;
  const marks = [WORTH, PRIORITY];
  return (
    <svg className="block h-5 w-full overflow-visible" aria-hidden>
      <rect x="0" y="3" width="100%" height="6" fill="var(--selected)" />
      <rect x="0" y="3" width={`${share(score)}%`} height="6" fill="var(--ink)" />
      {[10, 20, 30, 50].map((at) => (
        <line key={at} x1={`${share(at)}%`} x2={`${share(at)}%`} y1="13" y2="16" stroke="var(--control)" />
      ))}
      {marks.map((at) => (
        <g key={at}>
          {score > at && <line x1={`${share(at)}%`} x2={`${share(at)}%`} y1="2" y2="10" stroke="var(--panel)" strokeWidth="4" />}
          <line x1={`${share(at)}%`} x2={`${share(at)}%`} y1={score > at ? 11 : 0} y2="19" stroke="var(--ink)" strokeWidth="1.5" />
        </g>
      ))}
    </svg>
  );
}
