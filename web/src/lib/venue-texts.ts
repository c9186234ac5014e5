import { defineMessages } from "./i18n.ts";

/** Venues that have no name of their own. */
export const venueTexts = defineMessages("venues", {
  file: ["Candle impor", "Imported candles"],
});
