import { useNavigate } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { Activity, Archive, Contrast, Keyboard, KeyRound, Languages, ListChecks, LogOut, NotebookPen, Plug, Ruler, ScanSearch, ScrollText, Search, Settings, SlidersHorizontal, Users } from "lucide-react";
import { useEffect } from "react";
import { useSaveSettings } from "../lib/account.ts";
import { runShortcut, useActions, type Action } from "../lib/actions.ts";
import { useLanguage, useMessages } from "../lib/i18n.ts";
import { meQuery } from "../lib/server.ts";
import { useAppearance } from "../lib/theme.ts";
import { settingsTexts } from "../pages/settings/texts.ts";
import { openPalette, openShortcuts } from "./overlays.ts";
import { signOut } from "./session.ts";
import { shellTexts } from "./texts.ts";

/** What can be done from every page. */
export function useShellActions(): void {
  const t = useMessages(shellTexts);
  const s = useMessages(settingsTexts);
  const navigate = useNavigate();
  const save = useSaveSettings();
  const { theme } = useAppearance();
  const language = useLanguage();
  const role = useQuery(meQuery).data?.user.role;
  const settings = (id: string, icon: Action["icon"], label: () => string, keywords: string): Action => ({
    id: `settings.${id}`,
    label: () => `${t("settings")}: ${label()}`,
    icon,
    keywords: () => keywords,
    run: () => void navigate({ to: `/settings/${id}` }),
  });
  useActions([
    { id: "palette", label: () => t("openPalette"), icon: Search, shortcut: "mod+k", run: openPalette },
    { id: "go.analysis", label: () => t("analysis"), icon: Ruler, shortcut: "a", run: () => void navigate({ to: "/analysis" }) },
    { id: "go.journal", label: () => t("journal"), icon: NotebookPen, shortcut: "j", keywords: () => "taken diambil hasil result", run: () => void navigate({ to: "/journal" }) },
    { id: "go.scan", label: () => t("scan"), icon: ScanSearch, shortcut: "s", keywords: () => "watchlist daftar pantau screener pemindai", run: () => void navigate({ to: "/scan" }) },
    settings("profile", Settings, () => s("profile"), "bahasa language zona zone tema theme warna colour"),
    settings("analysis", SlidersHorizontal, () => s("analysis"), "risiko risk modal equity preset jam hours tp3"),
    settings("connection", Plug, () => s("connection"), "venue bursa exchange proksi proxy demo binance"),
    settings("security", KeyRound, () => s("security"), "kata sandi password token sesi session api"),
    ...[
      settings("system", Activity, () => s("system"), "health kesehatan status disk memori memory"),
      settings("logs", ScrollText, () => s("logs"), "log error galat"),
      settings("jobs", ListChecks, () => s("jobs"), "antrean queue worker"),
      settings("backups", Archive, () => s("backups"), "backup restore pulihkan"),
    ].map((action) => ({ ...action, when: () => role !== undefined && role !== "user" })),
    { ...settings("people", Users, () => s("people"), "undang invite pengguna users"), when: () => role !== undefined && role !== "user" },
    {
      id: "theme",
      label: () => (theme === "dark" ? t("themeLight") : t("themeDark")),
      icon: Contrast,
      shortcut: "shift+d",
      run: () => save.mutate({ theme: theme === "dark" ? "light" : "dark" }),
    },
    {
      id: "language",
      label: () => t("speakOther"),
      icon: Languages,
      keywords: () => "bahasa language english indonesia",
      run: () => save.mutate({ language: language === "id" ? "en" : "id" }),
    },
    { id: "shortcuts", label: () => t("shortcuts"), icon: Keyboard, shortcut: "?", keywords: () => "help bantuan", run: openShortcuts },
    { id: "sign-out", label: () => t("signOut"), icon: LogOut, keywords: () => "logout", run: () => void signOut() },
  ]);
  useEffect(() => {
    document.addEventListener("keydown", runShortcut);
    return () => document.removeEventListener("keydown", runShortcut);
  }, []);
}
