import { useState, type ReactNode } from "react";
import { cx } from "../../lib/cx.ts";
import { ActionBar } from "./action-bar.tsx";
import { ChangesPanel } from "./changes-panel.tsx";
import { ChartPanel, type ChartPanelProps } from "./chart-panel.tsx";
import { ChecksPanel } from "./checks-panel.tsx";
import { GatesPanel } from "./gates-panel.tsx";
import { GatesStrip } from "./gates-strip.tsx";
import { LadderList } from "./ladder-list.tsx";
import { OriginsPanel } from "./origins-panel.tsx";
import { OutcomePanel } from "./outcome-panel.tsx";
import type { LegName } from "./payload.ts";
import { useNotable, type Running } from "./run-progress.tsx";
import { SizePanel } from "./size-panel.tsx";
import { SpotTextPanel } from "./spot-text-panel.tsx";
import { TakenDialog } from "./taken-dialog.tsx";
import { VerdictPanel } from "./verdict-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";
import type { AnalysisView as View } from "./view-model.ts";

interface Props {
  view: View;
  chart: ChartPanelProps;
  busy: boolean;
  waiting: boolean;
  running: Running;
  versionsError: unknown;
  onRetryVersions: () => void;
  onLeg: (leg: LegName) => void;
  onUpdate: () => void;
  onOpen: (planId: string) => void;
  /** The trades that were made of this coin's plans. */
  journal: (coin: { symbol: string; venue: string }) => ReactNode;
}

const UPPER =
  "grid gap-3 max-md:gap-0 max-md:*:-mt-px lg:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_348px] xl:grid-rows-[auto_1fr]";
const LOWER = "grid gap-3 max-md:gap-0 max-md:*:-mt-px lg:grid-cols-2 xl:grid-cols-[minmax(0,1fr)_340px_348px]";
const COLUMN = "flex min-w-0 flex-col gap-3 max-md:gap-0 max-md:*:-mt-px";

/**
 * One analysis, the verdict first. What stands beside the chart depends on the answer: the size of a trade, the gates of
 * a wait, and for a no what would change it.
 */
export function AnalysisView(props: Props) {
  const { view, chart, busy, waiting, running, versionsError, onRetryVersions, onLeg, onUpdate, onOpen } = props;
  const [taking, setTaking] = useState(false);
  const { payload } = view;
  const { action } = payload;
  const waits = action === "WAIT";
  const refuses = action === "NO_TRADE";
  const size = <SizePanel view={view} onLeg={onLeg} />;
  const gates = <GatesPanel gates={payload.gates} className="h-full" />;
  const notable = useNotable(running.run);
  const verdict = { view, busy, waiting, running: notable ? running : null, onUpdate, onTaken: () => setTaking(true) };
  return (
    <>
      <div className={UPPER}>
        <div className="flex flex-col lg:order-2 xl:col-start-2 xl:row-start-1">
          <VerdictPanel {...verdict} onOpen={onOpen} />
        </div>
        <div className="lg:order-1 lg:col-span-2 xl:col-span-1 xl:col-start-1 xl:row-span-2 xl:row-start-1">
          <ChartPanel {...chart} low={refuses} />
        </div>
        <LadderList view={view} rungs={chart.rungs} onLeg={onLeg} />
        <div className={cx("lg:order-3 xl:col-start-2 xl:row-start-2 *:h-full", !waits && !refuses && "max-md:hidden")}>
          {refuses ? <ChangesPanel view={view} /> : waits ? gates : size}
        </div>
        {!waits && !refuses && <GatesStrip gates={payload.gates} />}
      </div>
      {refuses && (
        <div className="grid gap-3 max-md:gap-0 max-md:*:-mt-px xl:grid-cols-[minmax(0,1fr)_348px]">
          <ChecksPanel checks={payload.checks} />
          {gates}
        </div>
      )}
      <div className={LOWER}>
        <SpotTextPanel view={view} timeframe={chart.timeframe} className="lg:col-span-2 xl:col-span-1" />
        <div className={COLUMN}>
          <OriginsPanel payload={payload} className="flex-1" />
          {props.journal(payload)}
        </div>
        <div className={COLUMN}>
          {waits && <div className="max-md:hidden">{size}</div>}
          {!waits && !refuses && <div className="max-md:hidden">{gates}</div>}
          <OutcomePanel view={view} />
          <VersionsPanel view={view} error={versionsError} onRetry={onRetryVersions} onOpen={onOpen} />
        </div>
      </div>
      <ActionBar {...verdict} />
      <TakenDialog view={view} open={taking} onOpenChange={setTaking} />
    </>
  );
}
