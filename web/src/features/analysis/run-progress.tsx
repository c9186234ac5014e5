import { useEffect, useState } from "react";
import { useMessages } from "../../lib/i18n.ts";
import { ProgressSteps } from "../../ui/progress-steps.tsx";
import type { Run } from "./run-model.ts";
import { texts } from "./texts.ts";

/** What runs now and how to end it. */
export interface Running {
  run: Run;
  onCancel: () => void;
}

const UNNOTICED_MS = 350;

/** Whether an analysis has been running for long enough to be spoken of; quick ones just appear. */
export function useNotable(run: Run): boolean {
  const going = run.kind === "running";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!going) return;
    const timer = setTimeout(() => setLate(true), UNNOTICED_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [going]);
  return going && late;
}

/** How a running analysis is getting on, in the place of the buttons that began it: nothing else moves. */
export function RunProgress({ running, inline = false }: { running: Running; inline?: boolean }) {
  const t = useMessages(texts);
  const { run, onCancel } = running;
  if (run.kind !== "running") return null;
  const steps = { name: t(run.step), step: run.at, of: run.of, inline };
  return <ProgressSteps {...steps} {...(run.jobId ? { onCancel } : {})} />;
}
