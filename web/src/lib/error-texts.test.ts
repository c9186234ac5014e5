import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ApiError } from "./api.ts";
import { errorPhrases } from "./error-texts.ts";
import { explain } from "./errors.ts";
import { setLanguage } from "./i18n.ts";

const SERVER = fileURLToPath(new URL("../../../src/nofomo", import.meta.url));
/** What only the command line, the start of the server or a programmer's mistake can raise. */
const NOT_FOR_PAGES = new Set([
  "ADDRESS_IN_USE", "BACKUP_DAMAGED", "BACKUP_TOO_NEW", "BAD_FILE", "BAD_SETTING", "BAD_SIGNATURE", "DATABASE_EMPTY", "DATABASE_IN_USE", "DATABASE_NOT_EMPTY", "DATABASE_ROLES", "DATABASE_TOO_NEW", "FILE_EXISTS", "JOB_WITHOUT_USER", "NESTED_WRITE", "NO_SECRET_KEY",
  "NO_SYMBOL", "NO_TIMEFRAME", "PHRASE_TWICE", "PHRASE_VALUES", "PLAN_DOCUMENT", "PLAN_INVARIANT", "SEAL_BROKEN", "SECRET_KEY_DAMAGED",
  "SMTP_SENDER_INVALID", "SMTP_UNPROTECTED", "UNKNOWN_PHRASE", "UNKNOWN_VALUE", "UNSAFE_BIND",
]); // prettier-ignore
const ROOMS = ["features", "api", "adapters", "infra", "engine"];
const CODE = /(?:\bcode=|\bdefault_code = |_unavailable\(\s*|\bJobFailure\(\s*|\bProblem\(\s*)"([A-Z][A-Z0-9_]+)"/g;

function codesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return codesIn(full);
    return entry.name.endsWith(".py") ? [...readFileSync(full, "utf8").matchAll(CODE)].map(([, code = ""]) => code) : [];
  });
}

describe("error sentences", () => {
  it("exist for every code that the server can answer with", () => {
    const codes = new Set(ROOMS.flatMap((room) => codesIn(path.join(SERVER, room))));
    expect(codes.size).toBeGreaterThan(40);
    const without = [...codes].filter((code) => !NOT_FOR_PAGES.has(code) && !Object.hasOwn(errorPhrases, code)).sort();
    expect(without).toEqual([]);
  });

  it("say how long to wait where the server knows, from the header or from the details", () => {
    setLanguage("en");
    expect(explain(new ApiError("COOLDOWN", "", 429, {}, 12)).text).toBe("12 s until the next analysis.");
    expect(explain(new ApiError("COOLDOWN", "", 429, { seconds: 9 })).text).toBe("9 s until the next analysis.");
    expect(explain(new ApiError("COOLDOWN", "", 429)).text).toBe("Wait a moment before the next analysis.");
  });

  it("leave the word to the server where a value for the sentence is missing", () => {
    expect(explain(new ApiError("INVALID_INPUT", "symbol: is not a text.", 422)).text).toBe("symbol: is not a text.");
    setLanguage("id");
    expect(explain(new ApiError("INVALID_INPUT", "", 422, { field: "symbol" })).text).toContain("symbol");
  });

  it("explain a fault of the page itself without blaming the server", () => {
    expect(explain(new TypeError("x is undefined"))).toMatchObject({ code: "PAGE_BROKEN", message: "x is undefined" });
  });
});
