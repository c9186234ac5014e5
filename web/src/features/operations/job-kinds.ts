import { say } from "../../lib/i18n.ts";
import { kindTexts } from "./kind-texts.ts";

/** The kinds of jobs that have a name here; others are shown as the server calls them. */
export const KINDS = Object.keys(kindTexts.phrases);

export function kindName(kind: string): string {
  return Object.hasOwn(kindTexts.phrases, kind) ? say(kindTexts, kind as keyof typeof kindTexts.phrases) : kind;
}
