import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "id" | "en";

/** One text in both languages. English may need a form for one and a form for many; Indonesian does not. */
export type Phrase = readonly [id: string, en: string | { readonly one: string; readonly other: string }];

export type Catalogue<Key extends string = string> = {
  readonly area: string;
  readonly phrases: Readonly<Record<Key, Phrase>>;
};

export type Values = Record<string, string | number | undefined>;
export type Translate<Key extends string> = (key: Key, values?: Values) => string;

const LANGUAGE_KEY = "nofomo.language";
const catalogues = new Map<string, Catalogue>();

/** The language chosen here before, else the browser's if we speak it, else Indonesian. */
export function firstLanguage(): Language {
  const stored = globalThis.localStorage?.getItem(LANGUAGE_KEY);
  if (stored === "id" || stored === "en") return stored;
  for (const wish of globalThis.navigator?.languages ?? []) {
    const short = wish.slice(0, 2).toLowerCase();
    if (short === "id" || short === "ms" || short === "jv" || short === "su") return "id";
    if (short === "en") return "en";
  }
  return "id";
}

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: "id",
  resources: {},
  interpolation: { escapeValue: false },
  initAsync: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);

/** Declare the texts of one area, both languages side by side. Placeholders are written {{name}}. */
export function defineMessages<const Key extends string>(
  area: string,
  phrases: Readonly<Record<Key, Phrase>>,
): Catalogue<Key> {
  const indonesian: Record<string, string> = {};
  const english: Record<string, string> = {};
  for (const [key, [id, en]] of Object.entries(phrases) as [string, Phrase][]) {
    if (typeof en === "string") {
      indonesian[key] = id;
      english[key] = en;
    } else {
      indonesian[`${key}_other`] = id;
      english[`${key}_one`] = en.one;
      english[`${key}_other`] = en.other;
    }
  }
  i18next.addResourceBundle("id", area, indonesian, true, true);
  i18next.addResourceBundle("en", area, english, true, true);
  const catalogue = { area, phrases };
  catalogues.set(area, catalogue);
  return catalogue;
}

/** Every catalogue declared so far, for tests. */
export function declaredCatalogues(): readonly Catalogue[] {
  return [...catalogues.values()];
}

/** The texts of an area in the current language; the component is drawn again when the language changes. */
export function useMessages<Key extends string>(catalogue: Catalogue<Key>): Translate<Key> {
  const { t } = useTranslation(catalogue.area);
  return (key, values) => t(key, { ...values });
}

/** A text outside of a component. */
export function say<Key extends string>(catalogue: Catalogue<Key>, key: Key, values?: Values): string {
  return i18next.t(key, { ns: catalogue.area, ...values });
}

export function currentLanguage(): Language {
  return i18next.language === "en" ? "en" : "id";
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "id";
}

export function setLanguage(language: Language): void {
  globalThis.localStorage?.setItem(LANGUAGE_KEY, language);
  if (globalThis.document) document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
