import { JournalDesk } from "../features/journal/journal-desk.tsx";
import { journalTexts } from "../features/journal/texts.ts";
import { useMessages } from "../lib/i18n.ts";
import { useTitle } from "../lib/use-title.ts";
import { BarSlot } from "../ui/bar-slot.tsx";

/** /journal: the trades that were really made of plans. */
export function JournalPage() {
  const t = useMessages(journalTexts);
  useTitle(t("title"));
  return (
    <>
      <BarSlot>
        <span aria-hidden className="truncate text-base font-semibold text-ink">
          {t("title")}
        </span>
      </BarSlot>
      <JournalDesk />
    </>
  );
}
