import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../lib/api.ts";
import type { Account, Enrolment } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { Panel } from "../../ui/panel.tsx";
import { notify } from "../../ui/toast.tsx";
import { factorTexts } from "./security-texts.ts";

/** Turn the authenticator app's code on or off. */
export function SecondFactor({ user }: { user: Account }) {
  const t = useMessages(factorTexts);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [removing, setRemoving] = useState(false);
  const begin = useMutation({
    mutationFn: () => api.post<Enrolment>("/api/me/totp"),
    onSuccess: setEnrolment,
    onError: (error) => notify(explain(error).text, "problem"),
  });
  const on = user.hasSecondFactor;
  return (
    <Panel title={t("title")}>
      <p className="mb-3 text-body text-ink-2">{t(on ? "on" : "off")}</p>
      {on ? (
        <Button variant="danger" onClick={() => setRemoving(true)}>
          {t("remove")}
        </Button>
      ) : (
        <Button variant="quiet" busy={begin.isPending} onClick={() => begin.mutate()}>
          {t("begin")}
        </Button>
      )}
      {enrolment && <Enrol enrolment={enrolment} onClose={() => setEnrolment(null)} />}
      {removing && <Remove onClose={() => setRemoving(false)} />}
    </Panel>
  );
}

function useForgetMe() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: meQuery.queryKey });
}

function Enrol({ enrolment, onClose }: { enrolment: Enrolment; onClose: () => void }) {
  const t = useMessages(factorTexts);
  const forgetMe = useForgetMe();
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () => api.post<{ recoveryCodes: string[] }>("/api/me/totp/confirm", { code: code.trim() }),
    onSuccess: forgetMe,
  });
  const codes = confirm.data?.recoveryCodes;
  if (codes) {
    const text = codes.join("\n");
    return (
      <Dialog open onOpenChange={onClose} title={t("recovery")} description={t("recoveryMeans")} actions={<><CopyButton value={text} size="md" /><Button variant="primary" onClick={onClose}>{t("done")}</Button></>}>
        <pre className="rounded-control border border-line bg-raised p-3 font-sans text-reading text-ink">{text}</pre>
      </Dialog>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t("title")} description={t("scan")}>
      <form noValidate onSubmit={submit} className="space-y-4">
        <div className="flex flex-wrap items-end gap-2">
          <Input label={t("key")} className="flex-1" readOnly value={enrolment.secret} />
          <CopyButton value={enrolment.secret} size="md" />
        </div>
        <a href={enrolment.uri} className={buttonClass({ variant: "link" })}>
          {t("openApp")}
        </a>
        <Input label={t("code")} error={confirm.error ? explain(confirm.error).text : null} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} />
        <Button type="submit" variant="primary" disabled={!code.trim()} busy={confirm.isPending}>
          {t("confirm")}
        </Button>
      </form>
    </Dialog>
  );
}

function Remove({ onClose }: { onClose: () => void }) {
  const t = useMessages(factorTexts);
  const forgetMe = useForgetMe();
  const [code, setCode] = useState("");
  const remove = useMutation({
    mutationFn: () => api.post("/api/me/totp/remove", { code: code.trim() }),
    onSuccess: async () => {
      await forgetMe();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t("remove")}>
      <form noValidate onSubmit={submit} className="space-y-4">
        <Input label={t("code")} error={remove.error ? explain(remove.error).text : null} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.target.value)} />
        <Button type="submit" variant="danger" disabled={!code.trim()} busy={remove.isPending}>
          {t("remove")}
        </Button>
      </form>
    </Dialog>
  );
}
