import { useMessages } from "../../lib/i18n.ts";
import { gaugeTexts } from "../../ui/score-gauge.tsx";

const OF = 50;
const MARKS = [34, 40];
const WIDTH = 75;

/** The score and a short gauge with the marks at 34 and 40, for rows. */
export function MiniScore({ score }: { score: number }) {
  const t = useMessages(gaugeTexts);
  const x = (value: number) => (Math.min(OF, Math.max(0, value)) / OF) * WIDTH;
  return (
    <span role="img" aria-label={t("label", { score })} className="flex items-center gap-2.5">
      <span aria-hidden className="w-[2ch] text-right font-semibold text-ink">
        {score}
      </span>
      <svg aria-hidden width={WIDTH} height="14" className="block shrink-0">
        <rect x="0" y="4" width={WIDTH} height="6" fill="var(--selected)" />
        <rect x="0" y="4" width={x(score)} height="6" fill="var(--ink)" />
        {MARKS.map((at) => (
          <g key={at}>
            {score > at && <line x1={x(at)} x2={x(at)} y1="3" y2="11" stroke="var(--panel)" strokeWidth="3" />}
            <line x1={x(at)} x2={x(at)} y1={score > at ? 10 : 1} y2="14" stroke="var(--ink)" strokeWidth="1.25" />
          </g>
        ))}
      </svg>
    </span>
  );
}
