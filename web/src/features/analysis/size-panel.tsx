import { useMessages } from "../../lib/i18n.ts";
import { currencies } from "../../lib/symbol.ts";
import { Definition } from "../../ui/definition.tsx";
import { Panel } from "../../ui/panel.tsx";
import { LegSwitch } from "./leg-switch.tsx";
import { panelTexts } from "./panel-texts.ts";
import type { LegName } from "./payload.ts";
import { planPrice } from "./price-text.ts";
import { CopyPrice } from "./price-sentence.tsx";
import { sizeLeg, type Sizing } from "./sizing.ts";
import { isStale } from "./standing.ts";
import type { AnalysisView } from "./view-model.ts";

/** What to buy, what it costs, and what is lost before what is won. */
export function SizePanel({ view, onLeg }: { view: AnalysisView; onLeg: (leg: LegName) => void }) {
  const t = useMessages(panelTexts);
  const { payload, leg, format, standing } = view;
  const sizing = leg && sizeLeg(payload, leg);
  if (!leg || !sizing) return null;
  const { base, quote } = currencies(payload.symbol);
  const write = (price: number) => planPrice(format, price, payload.priceDigits);
  const cell = "h-[33px] border-b border-line text-right";
  return (
    <Panel title={t("size", { leg: t(leg) })} aside={<LegSwitch view={view} onLeg={onLeg} />} className="flex flex-col">
      {isStale(standing) ? (
        <p className="text-body text-ink-2">{t("sizeHidden")}</p>
      ) : (
        <>
          <table className="w-full text-body">
            <thead>
              <tr className="text-secondary text-ink-3">
                <th className={`${cell} text-left font-normal`} scope="col">
                  <span className="sr-only">{t("leg")}</span>
                </th>
                {[t("priceHead"), base, quote].map((head) => (
                  <th key={head} scope="col" className={`${cell} font-normal`}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="text-ink [&>tr:last-child>*]:border-b-0">
              {sizing.rows.map((row) => (
                <tr key={row.name}>
                  <th scope="row" className={`${cell} text-left! font-normal whitespace-nowrap`}>
                    {row.name} {sizing.rows.length > 1 && format.percent(row.share, { max: 0 })}
                  </th>
                  <td className={cell}>
                    <CopyPrice price={row.price} text={write(row.price)} tickDigits={payload.priceDigits} />
                  </td>
                  <td className={cell}>{format.quantity(row.quantity)}</td>
                  <td className={cell}>{format.number(row.cost)}</td>
                </tr>
              ))}
              {sizing.rows.length > 1 && (
                <tr className="font-semibold">
                  <th scope="row" className={`${cell} text-left! font-semibold`}>
                    {t("average")}
                  </th>
                  <td className={`${cell}`}>{write(sizing.average.price)}</td>
                  <td className={`${cell}`}>{format.quantity(sizing.average.quantity)}</td>
                  <td className={`${cell}`}>{format.number(sizing.average.cost)}</td>
                </tr>
              )}
            </tbody>
          </table>
          <Outcome view={view} sizing={sizing} />
        </>
      )}
    </Panel>
  );
}

/** Loss first, then gain, then what it binds and costs. */
export function Outcome({ view, sizing }: { view: AnalysisView; sizing: Sizing }) {
  const t = useMessages(panelTexts);
  const { payload, format } = view;
  const { quote } = currencies(payload.symbol);
  const { size } = sizing;
  const names = Array.from({ length: sizing.targets }, (_, i) => `TP${i + 1}`);
  const targets = new Intl.ListFormat(format.language, { type: "conjunction" }).format(names);
  return (
    <div className="border-t border-line pt-3">
      <dl className="grid grid-cols-2 gap-3">
        <div>
          <dt className="text-secondary text-ink-3">{t("lossIfInvalid")}</dt>
          <dd className="text-body font-semibold text-down">{format.money(-sizing.loss, quote)}</dd>
        </div>
        <div>
          <dt className="text-secondary text-ink-3">{t("gainIf", { targets })}</dt>
          <dd className="text-body font-semibold text-up">{format.money(sizing.gain, quote, { signed: true })}</dd>
        </div>
      </dl>
      <p className="mt-2.5 text-secondary text-ink-3">
        {t("equityUsed", {
          equity: format.money(size.equity, quote).replace(/[.,]00(?=\s)/, ""),
          used: format.percent(sizing.used, { max: 0 }),
          fees: format.money(size.fees, quote),
        })}{" "}
        {size.capped && (
          <Definition underline says={t("cappedSays")}>
            {t("capped", { risk: format.percent(size.riskPct / 100) })}
          </Definition>
        )}
      </p>
    </div>
  );
}
