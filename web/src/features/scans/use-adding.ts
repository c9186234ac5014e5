import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMessages } from "../../lib/i18n.ts";
import { symbolsQuery } from "../../lib/server.ts";
import { useVenueTitle } from "../../lib/venues.ts";
import { MOST_SYMBOLS } from "./model.ts";
import { meant, splitSymbols } from "./typed-symbols.ts";
import { watchlistTexts } from "./watchlist-texts.ts";

interface Wish {
  venue: string;
  have: readonly string[];
  onAdd: (symbols: string[]) => void;
}

/** Turns what was typed into markets of the venue and adds them; what the venue does not know stays to be corrected. */
export function useAdding({ venue, have, onAdd }: Wish) {
  const t = useMessages(watchlistTexts);
  const client = useQueryClient();
  const title = useVenueTitle(venue);
  const [adding, setAdding] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const lookUp = (typed: string) => client.fetchQuery(symbolsQuery(typed, venue)).then((hits) => meant(typed, hits));

  /** The answer is what is left in the field. */
  const add = async (text: string): Promise<string> => {
    const typed = splitSymbols(text);
    setAdding(true);
    setProblem(null);
    try {
      const found = await Promise.all(typed.map(async (each) => ({ each, hit: await lookUp(each) })));
      const known = [...new Set(found.flatMap(({ hit }) => (hit ? [hit.symbol] : [])))];
      const fresh = known.filter((symbol) => !have.includes(symbol));
      const unknown = found.filter(({ hit }) => hit === null).map(({ each }) => each);
      const room = MOST_SYMBOLS - have.length;
      if (fresh.length > 0 && room > 0) onAdd(fresh.slice(0, room));
      if (fresh.length > room) setProblem(t("tooMany", { most: MOST_SYMBOLS }));
      else if (unknown.length > 0) setProblem(t("unknown", { symbols: unknown.join(", "), venue: title }));
      else if (fresh.length === 0 && known.length > 0) setProblem(t("known", { symbols: known.join(", ") }));
      return [...fresh.slice(Math.max(0, room)), ...unknown].join(" ");
    } catch {
      setProblem(t("lookupFailed", { venue: title }));
      return text;
    } finally {
      setAdding(false);
    }
  };
  return { adding, problem, add, forget: () => setProblem(null) };
}
