import { api } from "../lib/api.ts";
import { queryClient } from "../lib/query-client.ts";
import { notify } from "../ui/toast.tsx";
import { explain } from "../lib/errors.ts";

/** Where to go after signing in: only a path of this page, never another site. */
export function safeNext(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/analysis";
}

/** End the session here and start over with an empty memory. */
export async function signOut(): Promise<void> {
  try {
    await api.post("/api/auth/logout");
  } catch (error) {
    notify(explain(error).text, "problem");
    return;
  }
  queryClient.clear();
  globalThis.location.assign("/sign-in");
}
