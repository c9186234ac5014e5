import type { ChartColumns } from "../../chart/chart-model.ts";
import type { Format } from "../../lib/format.ts";
import { useMessages } from "../../lib/i18n.ts";
import { chartTexts } from "./chart-texts.ts";
import type { Rung } from "./rungs.ts";

interface Props {
  rungs: readonly Rung[];
  columns: ChartColumns | null;
  format: Format;
  tickDigits: number;
}

const CANDLES = 20;

/** The chart for those who do not see it: the plan's prices and the last candles as tables. */
export function ChartTwin({ rungs, columns, format, tickDigits }: Props) {
  const t = useMessages(chartTexts);
  const from = Math.max(0, (columns?.ts.length ?? 0) - CANDLES);
  return (
    <div className="sr-only">
      <table>
        <caption>{t("twin")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("twinName")}</th>
            <th scope="col">{t("twinPrice")}</th>
            <th scope="col">{t("twinDistance")}</th>
          </tr>
        </thead>
        <tbody>
          {rungs.map((rung) => (
            <tr key={rung.id}>
              <th scope="row">{`${rung.name} ${rung.kind} ${rung.figure}`.trim()}</th>
              <td>{rung.priceText}</td>
              <td>{rung.distance}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {columns && (
        <table>
          <thead>
            <tr>
              {[t("twinTime"), "O", "H", "L", "C"].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.ts.slice(from).map((ts, i) => (
              <tr key={ts}>
                <th scope="row">{format.dateTime(ts)}</th>
                {[columns.open, columns.high, columns.low, columns.close].map((values, part) => (
                  <td key={part}>{format.number(values[from + i], tickDigits)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
