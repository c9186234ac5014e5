import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, UserPlus } from "lucide-react";
import { useState } from "react";
import { api } from "../../lib/api.ts";
import type { Account, OneTimeLink, Person } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ErrorState, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { Tag } from "../../ui/tag.tsx";
import { notify } from "../../ui/toast.tsx";
import { InviteDialog, LinkDialog } from "./invite-dialog.tsx";
import { entriesFor, type PersonChange } from "./people-actions.ts";
import { peopleTexts } from "./security-texts.ts";

const KEY = ["users"];

/** Everybody on this server: inviting, new-password links, roles, switching off. */
export function PeoplePanel({ me }: { me: Account }) {
  const t = useMessages(peopleTexts);
  const format = useFormat();
  const at = useNow(10_000);
  const client = useQueryClient();
  const [inviting, setInviting] = useState(false);
  const [disabling, setDisabling] = useState<Person | null>(null);
  const [link, setLink] = useState<(OneTimeLink & { email: string }) | null>(null);
  const people = useQuery({ queryKey: KEY, queryFn: () => api.get<Person[]>("/api/users") });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const complain = (error: Error) => notify(explain(error).text, "problem");
  const change = useMutation({
    mutationFn: ({ person, change }: { person: Person; change: PersonChange }) => api.patch(`/api/users/${person.id}`, change),
    onSuccess: () => {
      setDisabling(null);
      notify(t("changed"));
      return refresh();
    },
    onError: complain,
  });
  const reset = useMutation({
    mutationFn: (person: Person) => api.post<OneTimeLink>(`/api/users/${person.id}/reset`),
    onSuccess: (made, person) => setLink({ ...made, email: person.email }),
    onError: complain,
  });
  const stateOf = (person: Person) => (person.disabled ? t("disabled") : person.signedInAt ? t("active") : t("invited"));
  return (
    <Panel
      title={t("title")}
      bare
      className="pb-2"
      aside={
        <Button size="sm" icon={<UserPlus aria-hidden size={15} />} onClick={() => setInviting(true)}>
          {t("invite")}
        </Button>
      }
    >
      <div className={people.data ? "" : "p-4"}>
        {people.isPending && <SkeletonLines />}
        {people.isError && <ErrorState title={t("failed")} error={people.error} onRetry={() => void people.refetch()} />}
        {people.data && (
          <Table<Person>
            caption={t("title")}
            rows={people.data}
            rowKey={(person) => person.id}
            columns={[
              {
                id: "email",
                header: t("email"),
                cell: (person) => (
                  <span className={person.disabled ? "text-ink-3" : "text-ink"}>
                    {person.email} {person.id === me.id && <Tag className="ml-1">{t("you")}</Tag>}
                  </span>
                ),
              },
              { id: "role", header: t("role"), cell: (person) => t(person.role) },
              { id: "state", header: t("state"), cell: stateOf },
              { id: "seen", header: t("lastSeen"), cell: (person) => (person.signedInAt ? format.age(person.signedInAt, at) : format.number(null)), wideOnly: true },
              {
                id: "actions",
                header: <span className="sr-only">{t("actions", { email: "" })}</span>,
                align: "right",
                cell: (person) => {
                  const entries = entriesFor(person, me, t, {
                    reset: () => reset.mutate(person),
                    change: (made) => change.mutate({ person, change: made }),
                    disable: () => setDisabling(person),
                  });
                  if (entries.length === 0) return null;
                  return (
                    <Menu
                      entries={entries}
                      trigger={
                        <button type="button" aria-label={t("actions", { email: person.email })} className="rounded-control p-1.5 text-ink-2 hit-44 hover:bg-raised hover:text-ink">
                          <Ellipsis aria-hidden size={16} />
                        </button>
                      }
                    />
                  );
                },
              },
            ]}
          />
        )}
      </div>
      {inviting && (
        <InviteDialog
          mayInviteAll={me.role === "owner"}
          onClose={() => setInviting(false)}
          onMade={(made) => {
            setInviting(false);
            setLink(made);
            void refresh();
          }}
        />
      )}
      {link && <LinkDialog link={link} onClose={() => setLink(null)} />}
      <Dialog
        open={disabling !== null}
        onOpenChange={(open) => !open && setDisabling(null)}
        title={t("disableTitle", { email: disabling?.email ?? "" })}
        description={t("disableMeans")}
        actions={
          <Button variant="danger" busy={change.isPending} onClick={() => disabling && change.mutate({ person: disabling, change: { disabled: true } })}>
            {t("disable")}
          </Button>
        }
      />
    </Panel>
  );
}
