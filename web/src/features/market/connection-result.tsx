import { CircleCheck, Clock } from "lucide-react";
import type { ConnectionReport } from "../../lib/api-model.ts";
import { ApiError } from "../../lib/api.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { ErrorState } from "../../ui/states.tsx";
import { connectionTexts } from "./texts.ts";

type Props = { report: ConnectionReport; venue: string; mayProxy: boolean };

/** What a connection test found, in sentences, with what to do about it. */
export function ConnectionResult({ report, venue, mayProxy }: Props) {
  const t = useMessages(connectionTexts);
  const format = useFormat();
  if (!report.ok) return <Failure report={report} venue={venue} mayProxy={mayProxy} />;
  const offset = report.clockOffsetMs;
  const said = { symbols: format.whole(report.symbols), latency: format.whole(report.latencyMs) };
  const clockBad = offset !== null && report.problem != null;
  return (
    <div role="status" className="space-y-2">
      <div className="flex gap-2.5">
        <CircleCheck aria-hidden size={16} className="mt-[3px] shrink-0 text-ink-2" />
        <div>
          <p className="text-reading font-medium text-ink">{t("works")}</p>
          <p className="text-body text-ink-2">{t("worksText", said)}</p>
        </div>
      </div>
      {offset !== null && (
        <div className={clockBad ? "flex gap-2.5 text-warn" : "flex gap-2.5 text-ink-2"}>
          <Clock aria-hidden size={16} className="mt-0.5 shrink-0" />
          <p className="text-body">{t(clockBad ? "clockBad" : "clockGood", { offset: difference(format, offset) })}</p>
        </div>
      )}
    </div>
  );
}

function difference(format: ReturnType<typeof useFormat>, offsetMs: number): string {
  if (Math.abs(offsetMs) < 1000) return `${format.whole(Math.abs(offsetMs))} ms`;
  return format.duration(Math.abs(offsetMs));
}

function Failure({ report, venue, mayProxy }: Props) {
  const t = useMessages(connectionTexts);
  const { code = "VENUE_DOWN", message = "" } = report.problem ?? {};
  const error = new ApiError(code, message, 503);
  const advice = adviceFor(code, message, mayProxy);
  return (
    <ErrorState title={t("failed")} error={error}>
      {advice ? t(advice, { venue }) : explain(error).text}
    </ErrorState>
  );
}

/** What a person can do about a failed test, where we know more than the error's own sentence. */
function adviceFor(code: string, message: string, mayProxy: boolean) {
  if (code === "VENUE_BLOCKED") return mayProxy ? "blockedAdvice" : "blockedAsk";
  if (code === "VENUE_SLOW") return "slowAdvice";
  // The server has one code for a venue and for a proxy that does not answer; only its message tells them apart.
  if (code === "VENUE_DOWN") return /\bproxy\b/i.test(message) ? "proxyDown" : "downAdvice";
  return null;
}
