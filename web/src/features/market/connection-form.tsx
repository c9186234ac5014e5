import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useSaveSettings } from "../../lib/account.ts";
import { api } from "../../lib/api.ts";
import type { ConnectionReport, Me, Venue } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { venuesQuery } from "../../lib/server.ts";
import { useVenues } from "../../lib/venues.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { ConnectionResult } from "./connection-result.tsx";
import { connectionTexts } from "./texts.ts";
import { VenuePicker } from "./venue-picker.tsx";

/** Demo, an exchange or imported candles; with a test that explains what is wrong. */
export function ConnectionForm({ me }: { me: Me }) {
  const t = useMessages(connectionTexts);
  const venues = useVenues();
  const [picked, setPicked] = useState<string | null>(null);
  const chosen = picked ?? me.preferences.venue;
  const venue = venues.data?.find((each) => each.name === chosen);
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Panel title={t("title")}>
        <p className="mb-3 text-body text-ink-2">{t("lead")}</p>
        {venues.isPending && <SkeletonLines lines={5} />}
        {venues.isError && <ErrorState title={t("venuesFailed")} error={venues.error} onRetry={() => void venues.refetch()} />}
        {venues.data && <VenuePicker venues={venues.data} chosen={chosen} inUse={me.preferences.venue} onChoose={setPicked} />}
      </Panel>
      {venue && <Connection key={venue.name} venue={venue} me={me} />}
    </div>
  );
}

function Connection({ venue, me }: { venue: Venue; me: Me }) {
  const t = useMessages(connectionTexts);
  const save = useSaveSettings();
  const mayProxy = me.user.role !== "user";
  const [proxy, setProxy] = useState(venue.proxyUrl ?? "");
  const test = useMutation({
    mutationFn: () => {
      // What the server shows of its proxy hides the password: an address that was not touched is not sent back.
      const other = mayProxy && proxy.trim() && proxy.trim() !== (venue.proxyUrl ?? "");
      return api.post<ConnectionReport>("/api/venues/test", { venue: venue.name, ...(other ? { proxyUrl: proxy.trim() } : {}) });
    },
  });
  const inUse = venue.name === me.preferences.venue;
  const use = () =>
    save.mutate(
      { venue: venue.name },
      {
        onSuccess: () => notify(t("used", { venue: venue.title })),
        onError: (error) => notify(explain(error).text, "problem"),
      },
    );
  return (
    <Panel title={t("chosen", { venue: venue.title })} className="self-start">
      <div className="space-y-4">
        {venue.kind === "demo" && <p className="text-body text-ink-2">{t("notNeeded")}</p>}
        {venue.kind === "file" && <p className="text-body text-ink-2">{t("fileMeans")}</p>}
        {venue.kind === "live" && mayProxy && <ProxyForm venue={venue} proxy={proxy} onProxy={setProxy} />}
        <div aria-live="polite">
          {test.isPending && <p className="text-body text-ink-2">{t("testing", { venue: venue.title })} …</p>}
          {test.error && <ErrorState title={t("failed")} error={test.error} />}
          {test.data && !test.isPending && <ConnectionResult report={test.data} venue={venue.title} mayProxy={mayProxy} />}
        </div>
        <div className="flex flex-wrap gap-2">
          {venue.kind !== "file" && (
            <Button variant="quiet" busy={test.isPending} onClick={() => test.mutate()}>
              {t("test")}
            </Button>
          )}
          <Button variant="primary" disabled={inUse} busy={save.isPending} onClick={use}>
            {t("use", { venue: venue.title })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

type ProxyProps = { venue: Venue; proxy: string; onProxy: (proxy: string) => void };

function ProxyForm({ venue, proxy, onProxy }: ProxyProps) {
  const t = useMessages(connectionTexts);
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: () => api.put(`/api/venues/${encodeURIComponent(venue.name)}`, { proxyUrl: proxy.trim() || null }),
    onSuccess: () => {
      notify(t("proxySaved"));
      return client.invalidateQueries({ queryKey: venuesQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-2">
      <Input
        label={t("proxy", { venue: venue.title })}
        hint={t("proxyHint")}
        error={keep.error ? explain(keep.error).text : null}
        placeholder="socks5://127.0.0.1:1080"
        autoCapitalize="none"
        spellCheck={false}
        value={proxy}
        onChange={(event) => onProxy(event.target.value)}
      />
      <Button type="submit" size="sm" disabled={proxy.trim() === (venue.proxyUrl ?? "")} busy={keep.isPending}>
        {t("saveProxy")}
      </Button>
    </form>
  );
}
