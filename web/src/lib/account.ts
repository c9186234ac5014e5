import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "./api.ts";
import type { Me, ProfileChange } from "./api-model.ts";
import { setLanguage } from "./i18n.ts";
import { meQuery } from "./server.ts";
import { setPalette, setTheme } from "./theme.ts";
import { setTimeZone } from "./time-zone.ts";

const PROFILE = ["language", "timezone", "theme", "palette"] as const;

/** Show the page as the account wants it: language, zone, theme, palette. */
export function useAccountAppearance(): void {
  const user = useQuery(meQuery).data?.user;
  useEffect(() => {
    if (!user) return;
    setLanguage(user.language);
    setTimeZone(user.timezone);
    setTheme(user.theme);
    setPalette(user.palette);
  }, [user]);
}

function withChange(me: Me, change: ProfileChange): Me {
  const entries = Object.entries(change);
  const isProfile = (name: string) => (PROFILE as readonly string[]).includes(name);
  return {
    ...me,
    user: { ...me.user, ...Object.fromEntries(entries.filter(([name]) => isProfile(name))) },
    preferences: { ...me.preferences, ...Object.fromEntries(entries.filter(([name]) => !isProfile(name))) },
  };
}

/** Save some of the account's settings; what is on the page changes at once and goes back when the server refuses. */
export function useSaveSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ProfileChange) => api.put<unknown>("/api/me/preferences", change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: meQuery.queryKey });
      const before = client.getQueryData(meQuery.queryKey);
      if (before) client.setQueryData(meQuery.queryKey, withChange(before, change));
      return { before };
    },
    onError: (_error, _change, context) => {
      if (context?.before) client.setQueryData(meQuery.queryKey, context.before);
    },
    onSettled: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}
