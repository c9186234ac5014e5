import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "../../lib/api.ts";
import type { ApiToken } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { notify } from "../../ui/toast.tsx";
import { NewToken } from "./new-token.tsx";
import { tokenTexts } from "./security-texts.ts";

const KEY = ["tokens"];

/** The keys of programs; the secret of each is shown once. */
export function TokensPanel() {
  const t = useMessages(tokenTexts);
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<ApiToken | null>(null);
  const tokens = useQuery({ queryKey: KEY, queryFn: () => api.get<ApiToken[]>("/api/me/tokens") });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const remove = useMutation({
    mutationFn: (id: string) => api.delete(`/api/me/tokens/${id}`),
    onSuccess: () => {
      setRemoving(null);
      notify(t("removed"));
      return refresh();
    },
    onError: (error) => notify(explain(error).text, "problem"),
  });
  const make = (
    <Button size="sm" icon={<Plus aria-hidden size={15} />} onClick={() => setMaking(true)}>
      {t("make")}
    </Button>
  );
  const some = (tokens.data?.length ?? 0) > 0;
  return (
    <Panel title={t("title")} bare className="pb-2" aside={some && make}>
      <p className="px-4 pb-3 text-body text-ink-2">{t("lead")}</p>
      <div className={some ? "" : "px-4 pb-2"}>
        {tokens.isPending && <SkeletonLines />}
        {tokens.isError && <ErrorState title={t("failed")} error={tokens.error} onRetry={() => void tokens.refetch()} />}
        {tokens.data && !some && (
          <EmptyState title={t("none")} action={make}>
            {t("noneMeans")}
          </EmptyState>
        )}
        {tokens.data && some && <TokenTable tokens={tokens.data} onRemove={setRemoving} />}
      </div>
      {making && <NewToken onMade={refresh} onClose={() => setMaking(false)} />}
      <Dialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={t("removeTitle", { name: removing?.name ?? "" })}
        description={t("removeMeans")}
        actions={
          <Button variant="danger" busy={remove.isPending} onClick={() => removing && remove.mutate(removing.id)}>
            {t("remove")}
          </Button>
        }
      />
    </Panel>
  );
}

function TokenTable({ tokens, onRemove }: { tokens: readonly ApiToken[]; onRemove: (token: ApiToken) => void }) {
  const t = useMessages(tokenTexts);
  const format = useFormat();
  const at = useNow(10_000);
  return (
    <Table<ApiToken>
      caption={t("title")}
      rows={tokens}
      rowKey={(token) => token.id}
      columns={[
        { id: "name", header: t("name"), cell: (token) => <span className="text-ink">{token.name}</span> },
        { id: "token", header: t("token"), cell: (token) => `${token.prefix}…`, wideOnly: true },
        { id: "scope", header: t("scope"), cell: (token) => t(token.scopes.includes("write") ? "write" : "read") },
        { id: "used", header: t("used"), cell: (token) => (token.lastUsedAt ? format.age(token.lastUsedAt, at) : t("never")) },
        { id: "until", header: t("until"), cell: (token) => (token.expiresAt ? format.date(token.expiresAt) : t("forever")), wideOnly: true },
        {
          id: "remove",
          header: <span className="sr-only">{t("remove")}</span>,
          align: "right",
          cell: (token) => (
            <Button size="sm" aria-label={t("removeTitle", { name: token.name })} onClick={() => onRemove(token)}>
              {t("remove")}
            </Button>
          ),
        },
      ]}
    />
  );
}
