import { ApiError } from "./api.ts";
import { currentLanguage, say } from "./i18n.ts";
import { errorPhrases, errorTexts } from "./error-texts.ts";
import { Format } from "./format.ts";

export type Explained = {
  /** One sentence in the reader's language. */
  text: string;
  /** For the details only. */
  code: string;
  message: string;
};

type Known = keyof typeof errorPhrases;

function isKnown(code: string): code is Known {
  return Object.hasOwn(errorPhrases, code);
}

/** Values that sentences may name, made readable. */
function valuesOf(error: ApiError): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(error.details)) {
    if (typeof value === "string" || typeof value === "number") values[key] = String(value);
    else if (Array.isArray(value)) values[key] = value.map(String).join(", ");
  }
  const format = new Format(currentLanguage(), "UTC");
  const seconds = error.retryAfter ?? error.details.seconds;
  values.wait = typeof seconds === "number" ? format.duration(seconds * 1000) : "";
  return values;
}

/** What to tell a person about a failure. A code without a sentence of ours shows the server's own message. */
export function explain(error: unknown): Explained {
  if (!(error instanceof ApiError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { text: say(errorTexts, "PAGE_BROKEN"), code: "PAGE_BROKEN", message };
  }
  const { code, message } = error;
  if (!isKnown(code)) return { text: message, code, message: "" };
  const values = valuesOf(error);
  const waiting = `${code}_IN`;
  const key: Known = values.wait && isKnown(waiting) ? waiting : code;
  const names = errorPhrases[key][0].matchAll(/{{(\w+)}}/g);
  for (const [, name = ""] of names) if (!values[name]) return { text: message, code, message: "" };
  return { text: say(errorTexts, key, values), code, message };
}
