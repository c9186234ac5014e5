import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import type { Session } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { Tag } from "../../ui/tag.tsx";
import { notify } from "../../ui/toast.tsx";
import { browserOf } from "./browser-name.ts";
import { sessionTexts } from "./security-texts.ts";

const KEY = ["sessions"];

/** Where one is signed in, and how to end it. */
export function SessionsPanel() {
  const t = useMessages(sessionTexts);
  const format = useFormat();
  const at = useNow(10_000);
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: KEY, queryFn: () => api.get<Session[]>("/api/me/sessions") });
  const end = useMutation({
    mutationFn: (id: string | null) => api.delete<{ ended: number }>(id ? `/api/me/sessions/${id}` : "/api/me/sessions"),
    onSuccess: ({ ended }, id) => {
      notify(id ? t("ended") : t("endedMany", { count: ended }));
      return client.invalidateQueries({ queryKey: KEY });
    },
    onError: (error) => notify(explain(error).text, "problem"),
  });
  const others = (sessions.data?.length ?? 0) > 1;
  return (
    <Panel
      title={t("title")}
      bare
      className="pb-2"
      aside={others && <Button size="sm" busy={end.isPending} onClick={() => end.mutate(null)}>{t("endOthers")}</Button>}
    >
      <div className={sessions.data ? "" : "p-4"}>
        {sessions.isPending && <SkeletonLines />}
        {sessions.isError && <ErrorState title={t("failed")} error={sessions.error} onRetry={() => void sessions.refetch()} />}
        {sessions.data && (
          <Table<Session>
            caption={t("title")}
            rows={sessions.data}
            rowKey={(session) => session.id}
            columns={[
              { id: "browser", header: t("browser"), cell: (session) => <span className="text-ink">{browserOf(session.userAgent) || t("unknown")}</span> },
              { id: "seen", header: t("seen"), cell: (session) => (session.current ? <Tag>{t("here")}</Tag> : format.age(session.lastSeenAt, at)) },
              { id: "since", header: t("since"), cell: (session) => format.dateTime(session.createdAt), wideOnly: true },
              { id: "place", header: t("place"), cell: (session) => session.ip || format.number(null), wideOnly: true },
              {
                id: "end",
                header: <span className="sr-only">{t("end")}</span>,
                align: "right",
                cell: (session) =>
                  session.current ? null : (
                    <Button size="sm" busy={end.isPending} onClick={() => end.mutate(session.id)}>
                      {t("end")}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </div>
    </Panel>
  );
}
