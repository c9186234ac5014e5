import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ApiError } from "../../lib/api.ts";
import type { Account } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { notify } from "../../ui/toast.tsx";
import { passwordTexts } from "./security-texts.ts";

const SHORTEST = 10;

/** Set or change the password. */
export function PasswordForm({ user }: { user: Account }) {
  const t = useMessages(passwordTexts);
  const client = useQueryClient();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [short, setShort] = useState(false);
  const change = useMutation({
    mutationFn: () => api.post("/api/me/password", { ...(current ? { current } : {}), new: next }),
    onSuccess: () => {
      setCurrent("");
      setNext("");
      notify(t("saved"));
      void client.invalidateQueries({ queryKey: ["sessions"] });
      return client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  const said = change.error ? explain(change.error).text : null;
  const aboutCurrent = change.error instanceof ApiError && change.error.code === "PASSWORD_WRONG";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShort(next.length < SHORTEST);
    if (next.length >= SHORTEST) change.mutate();
  };
  return (
    <Panel title={t("title")}>
      <p className="mb-3 text-body text-ink-2">{t(user.hasPassword ? "have" : "none")}</p>
      <form noValidate onSubmit={submit} className="max-w-sm space-y-3">
        <input type="text" hidden readOnly autoComplete="username" value={user.email} />
        {user.hasPassword && (
          <Input
            label={t("current")}
            hint={t("currentHint")}
            error={aboutCurrent ? said : null}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
        <Input
          label={t("next")}
          hint={t("nextHint")}
          error={short ? t("tooShort") : aboutCurrent ? null : said}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
        <Button type="submit" variant="quiet" disabled={!next} busy={change.isPending}>
          {t("save")}
        </Button>
      </form>
    </Panel>
  );
}
