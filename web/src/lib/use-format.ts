import { useMemo } from "react";
import { Format } from "./format.ts";
import { useLanguage } from "./i18n.ts";
import { useTimeZone } from "./time-zone.ts";

/** Numbers and moments in the reader's language and time zone. */
export function useFormat(): Format {
  const language = useLanguage();
  const zone = useTimeZone();
  return useMemo(() => new Format(language, zone), [language, zone]);
}
