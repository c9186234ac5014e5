import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../lib/api.ts";
import type { OneTimeLink, Role } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useLanguage, useMessages, type Language } from "../../lib/i18n.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { peopleTexts } from "./security-texts.ts";

/** Each by its own name, as somebody who speaks only that one looks for it. */
const LANGUAGES: { value: Language; label: string }[] = [
  { value: "id", label: "Indonesia" },
  { value: "en", label: "English" },
];

type Made = OneTimeLink & { email: string };
type InviteProps = { mayInviteAll: boolean; onClose: () => void; onMade: (link: Made) => void };

/** Ask for an address, a role and the language of the mail and the page; gives a link to hand over. */
export function InviteDialog({ mayInviteAll, onClose, onMade }: InviteProps) {
  const t = useMessages(peopleTexts);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("user");
  const [language, setLanguage] = useState<Language>(useLanguage());
  const roles: Role[] = mayInviteAll ? ["user", "admin", "owner"] : ["user"];
  const invite = useMutation({
    mutationFn: () => api.post<OneTimeLink>("/api/users/invite", { email: email.trim(), role, language }),
    onSuccess: (link) => onMade({ ...link, email: email.trim() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim()) invite.mutate();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t("inviteTitle")} description={t("inviteMeans")}>
      <form noValidate onSubmit={submit} className="space-y-4">
        <Input label={t("email")} error={invite.error ? explain(invite.error).text : null} type="email" autoComplete="off" value={email} onChange={(event) => setEmail(event.target.value)} />
        {roles.length > 1 && <Select<Role> label={t("role")} value={role} onChange={setRole} options={roles.map((value) => ({ value, label: t(value) }))} />}
        <Select<Language> label={t("language")} value={language} onChange={setLanguage} options={LANGUAGES} />
        <div className="flex justify-end">
          <Button type="submit" variant="primary" disabled={!email.trim()} busy={invite.isPending}>
            {t("makeLink")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A one-time link, to be copied. */
export function LinkDialog({ link, onClose }: { link: Made; onClose: () => void }) {
  const t = useMessages(peopleTexts);
  const format = useFormat();
  const says = [t("linkMeans", { until: format.dateTime(link.expiresAt) }), link.mailed ? t("linkMailed") : ""].join(" ");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("linkTitle", { email: link.email })}
      description={says}
      actions={
        <>
          <Button onClick={onClose}>{t("done")}</Button>
          <CopyButton value={link.link} label={t("copyLink")} size="md" variant="primary" />
        </>
      }
    >
      <code className="block rounded-control border border-line bg-raised p-3 font-sans text-body break-all text-ink select-all">{link.link}</code>
    </Dialog>
  );
}
