import { useQuery } from "@tanstack/react-query";
import { ListPlus } from "lucide-react";
import { useMessages } from "../../lib/i18n.ts";
import { symbolsQuery } from "../../lib/server.ts";
import { Button } from "../../ui/button.tsx";
import { watchlistTexts } from "./watchlist-texts.ts";

const SHOWN = 6;

interface Props {
  venue: string;
  busy: boolean;
  onBegin: (symbols: string[]) => void;
}

/** The venue's first coins as a list to begin with. */
export function Starters({ venue, busy, onBegin }: Props) {
  const t = useMessages(watchlistTexts);
  const hits = useQuery({ ...symbolsQuery("", venue), enabled: venue !== "" }).data ?? [];
  const first = hits.filter((hit) => hit.quote === hits[0]?.quote).slice(0, SHOWN);
  if (first.length === 0) return null;
  return (
    <Button
      variant="quiet"
      className="h-auto! min-h-8 py-1.5 text-left whitespace-normal!"
      icon={<ListPlus aria-hidden size={16} className="shrink-0" />}
      busy={busy}
      onClick={() => onBegin(first.map((hit) => hit.symbol))}
    >
      {t("starters", { symbols: first.map((hit) => hit.base).join(", ") })}
    </Button>
  );
}
