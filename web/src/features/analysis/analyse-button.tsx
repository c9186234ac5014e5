import { Ruler } from "lucide-react";
import { useNow } from "../../lib/clock.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { texts } from "./texts.ts";

interface Props {
  busy: boolean;
  /** The day's quota is used: there is nothing to count down to in sight. */
  spent: boolean;
  /** Until when the server asks to wait, in ms. */
  waitUntil: number | null;
  short?: boolean;
  onPress: () => void;
}

/** The one primary action of the page. While the server asks to wait it counts down and comes back by itself. */
export function AnalyseButton({ busy, spent, waitUntil, short = false, onPress }: Props) {
  const t = useMessages(texts);
  const format = useFormat();
  const moment = useNow();
  const left = waitUntil === null ? 0 : waitUntil - moment;
  const waiting = left > 0 && !busy;
  return (
    <Button
      variant="primary"
      size="lg"
      icon={<Ruler aria-hidden size={18} />}
      busy={busy}
      disabled={waiting}
      onClick={onPress}
    >
      {waiting && spent ? t("analyseSpent") : waiting ? t("analyseIn", { time: format.duration(left) }) : t(short ? "analyseShort" : "analyse")}
    </Button>
  );
}
