import type { ComparedSide } from "../../../lib/api-model.ts";
import { useNow } from "../../../lib/clock.ts";
import { useMessages } from "../../../lib/i18n.ts";
import { useFormat } from "../../../lib/use-format.ts";
import { Tag } from "../../../ui/tag.tsx";
import { outcomeTexts } from "../outcome-texts.ts";
import { factWords } from "../outcome-words.ts";
import { SignedR } from "../signed-r.tsx";
import { compareTexts } from "./texts.ts";

/** What became of one version: the word, when, and what it was worth in R. */
export function SideOutcome({ side }: { side: ComparedSide }) {
  const t = useMessages(compareTexts);
  const words = useMessages(outcomeTexts);
  const format = useFormat();
  const moment = useNow(60_000);
  const { outcome, version } = side;
  const says =
    outcome === null
      ? t("outcomeNone")
      : outcome.state === "waiting"
        ? t("outcomeWaiting")
        : factWords(words, outcome.state, format.clockOrDay(outcome.at ?? side.at, moment));
  return (
    <dd className="flex items-center gap-2">
      <span className="font-medium text-ink-2">v{version}</span>
      <Tag>{says}</Tag>
      {outcome?.result != null && <SignedR value={outcome.result} format={format} />}
    </dd>
  );
}
