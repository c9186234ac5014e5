import { ChartPanel } from "./chart-panel.tsx";
import { useFormat } from "../../lib/use-format.ts";
import { useAnalysisChart } from "./use-analysis-chart.ts";

/** The chart of a coin that was not analysed yet. */
export function SymbolChart({ symbol, venue }: { symbol: string; venue: string }) {
  const format = useFormat();
  const chart = useAnalysisChart({
    symbol,
    venue,
    payload: null,
    leg: null,
    newest: true,
    older: NONE,
    format,
    brief: true,
  });
  return (
    <ChartPanel
      symbol={symbol}
      synthetic={venue === "sandbox"}
      timeframe={chart.timeframe}
      onTimeframe={chart.setTimeframe}
      columns={chart.columns}
      error={chart.error}
      onRetry={chart.retry}
      overlay={null}
      rungs={[]}
      tags={[]}
      tickDigits={chart.tickDigits}
      extra={[]}
      onCopy={() => undefined}
    />
  );
}

const NONE: never[] = [];
