import { useNavigate } from "@tanstack/react-router";
import { Keyboard, Languages, LogOut, Moon, Settings, Sun } from "lucide-react";
import { useSaveSettings } from "../lib/account.ts";
import type { Me } from "../lib/api-model.ts";
import { useMessages } from "../lib/i18n.ts";
import { useAppearance } from "../lib/theme.ts";
import { Menu, type MenuEntry } from "../ui/menu.tsx";
import { openShortcuts } from "./overlays.ts";
import { signOut } from "./session.ts";
import { shellTexts } from "./texts.ts";

const ICON = { size: 16, "aria-hidden": true } as const;

/** Two letters for a person: of the name's parts, or its first two. */
export function initials(email: string): string {
  const parts = (email.split("@")[0] ?? "").split(/[._+-]+/).filter(Boolean);
  const letters = parts.length > 1 ? (parts[0]?.[0] ?? "") + (parts[1]?.[0] ?? "") : (parts[0] ?? "?").slice(0, 2);
  return letters.toUpperCase();
}

/** What belongs to the account and the look; also the "more" of the phone. */
export function useAccountEntries(me: Me): (MenuEntry | "line")[] {
  const t = useMessages(shellTexts);
  const navigate = useNavigate();
  const save = useSaveSettings();
  const { theme } = useAppearance();
  const dark = theme === "dark";
  return [
    { id: "settings", label: t("settings"), icon: <Settings {...ICON} />, run: () => void navigate({ to: "/settings" }) },
    {
      id: "theme",
      label: dark ? t("themeLight") : t("themeDark"),
      icon: dark ? <Sun {...ICON} /> : <Moon {...ICON} />,
      run: () => save.mutate({ theme: dark ? "light" : "dark" }),
    },
    {
      id: "language",
      label: t("speakOther"),
      icon: <Languages {...ICON} />,
      run: () => save.mutate({ language: me.user.language === "id" ? "en" : "id" }),
    },
    { id: "shortcuts", label: t("shortcuts"), icon: <Keyboard {...ICON} />, shortcut: "?", run: openShortcuts },
    "line",
    { id: "sign-out", label: t("signOut"), icon: <LogOut {...ICON} />, run: () => void signOut() },
  ];
}

export function AccountMenu({ me }: { me: Me }) {
  const t = useMessages(shellTexts);
  const entries = useAccountEntries(me);
  return (
    <span className="max-md:hidden">
      <Menu
        header={
          <span className="block">
            <span className="block truncate text-body text-ink">{me.user.email}</span>
            {t(me.user.role)}
          </span>
        }
        entries={entries}
        trigger={
          <button
            type="button"
            aria-label={t("accountMenu", { email: me.user.email })}
            className="flex size-[26px] items-center justify-center rounded-full bg-selected text-caption font-semibold text-ink hit-44"
          >
            {initials(me.user.email)}
          </button>
        }
      />
    </span>
  );
}
