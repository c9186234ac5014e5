import type { Account, Person, Role } from "../../lib/api-model.ts";
import type { Translate } from "../../lib/i18n.ts";
import type { MenuEntry } from "../../ui/menu.tsx";
import type { peopleTexts } from "./security-texts.ts";

export type PersonChange = { role?: Role; disabled?: boolean };
type Doing = { reset: () => void; change: (change: PersonChange) => void; disable: () => void };
type Say = Translate<keyof (typeof peopleTexts)["phrases"]>;

const ROLE_ENTRIES = { owner: "makeOwner", admin: "makeAdmin", user: "makeUser" } as const;

/** What the caller may do with a person: admins reset users, owners do everything but to themselves. */
export function entriesFor(person: Person, me: Account, t: Say, doing: Doing): (MenuEntry | "line")[] {
  const owner = me.role === "owner";
  const mayReset = !person.disabled && person.id !== me.id && (owner || person.role === "user");
  const entries: (MenuEntry | "line")[] = mayReset ? [{ id: "reset", label: t("reset"), run: doing.reset }] : [];
  if (!owner || person.id === me.id) return entries;
  for (const role of ["user", "admin", "owner"] as const) {
    if (role !== person.role && !person.disabled) entries.push({ id: role, label: t(ROLE_ENTRIES[role]), run: () => doing.change({ role }) });
  }
  if (entries.length > 0) entries.push("line");
  entries.push(
    person.disabled
      ? { id: "enable", label: t("enable"), run: () => doing.change({ disabled: false }) }
      : { id: "disable", label: t("disable"), danger: true, run: doing.disable },
  );
  return entries;
}
