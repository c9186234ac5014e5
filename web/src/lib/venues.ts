import { useQuery } from "@tanstack/react-query";
import { useMessages } from "./i18n.ts";
import { venuesQuery } from "./server.ts";
import { venueTexts } from "./venue-texts.ts";

/** The venues to choose from, by the names that people know them by. */
export function useVenues() {
  const t = useMessages(venueTexts);
  const query = useQuery(venuesQuery);
  const data = query.data?.map((venue) => (venue.kind === "file" ? { ...venue, title: t("file") } : venue));
  return { ...query, data };
}

/** A venue's name as people write it. */
export function useVenueTitle(name: string): string {
  const found = useVenues().data?.find((venue) => venue.name === name)?.title;
  return found ?? name.charAt(0).toUpperCase() + name.slice(1);
}
