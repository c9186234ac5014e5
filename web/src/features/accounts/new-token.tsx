import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../lib/api.ts";
import type { NewApiToken } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { tokenTexts } from "./security-texts.ts";

type Scope = "read" | "write";
type Days = "30" | "90" | "365" | "0";

/** Make a token; afterwards the same dialog shows its secret, once. */
export function NewToken({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const t = useMessages(tokenTexts);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const [days, setDays] = useState<Days>("90");
  const [missing, setMissing] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      api.post<NewApiToken>("/api/me/tokens", {
        name: name.trim(),
        scopes: scope === "write" ? ["read", "write"] : ["read"],
        ...(days === "0" ? {} : { expiresInDays: Number(days) }),
      }),
    onSuccess: onMade,
  });
  if (make.data) return <Secret token={make.data.token} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!name.trim());
    if (name.trim()) make.mutate();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t("make")}>
      <form noValidate onSubmit={submit} className="space-y-4">
        <Input
          label={t("name")}
          hint={t("nameHint")}
          error={missing ? t("needName") : make.error ? explain(make.error).text : null}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="grid grid-cols-2 gap-3">
          <Select<Scope> label={t("scope")} value={scope} onChange={setScope} options={[{ value: "read", label: t("read") }, { value: "write", label: t("write") }]} />
          <Select<Days>
            label={t("expires")}
            value={days}
            onChange={setDays}
            options={[...(["30", "90", "365"] as const).map((value) => ({ value, label: t("days", { count: Number(value) }) })), { value: "0", label: t("forever") }]}
          />
        </div>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" busy={make.isPending}>
            {t("create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Secret({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useMessages(tokenTexts);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("shownOnce")}
      description={t("shownOnceMeans")}
      actions={
        <>
          <Button onClick={onClose}>{t("done")}</Button>
          <CopyButton value={token} label={t("copyToken")} size="md" variant="primary" />
        </>
      }
    >
      <code className="block rounded-control border border-line bg-raised p-3 font-sans text-reading break-all text-ink select-all">{token}</code>
    </Dialog>
  );
}
