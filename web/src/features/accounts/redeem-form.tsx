import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../lib/api.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { wantsCode } from "./sign-in-form.tsx";
import { signInTexts } from "./texts.ts";

type Props = { token: string; onSignedIn: () => void; onNewLink: () => void };

/** One button that uses the link up. Opening the page alone does not, so mail scanners cannot spend it. */
export function RedeemForm({ token, onSignedIn, onNewLink }: Props) {
  const t = useMessages(signInTexts);
  const [code, setCode] = useState("");
  const redeem = useMutation({
    mutationFn: () => api.post("/api/auth/redeem", { token, ...(code ? { code: code.trim() } : {}) }),
    onSuccess: onSignedIn,
  });
  const askCode = wantsCode(redeem.error) || code !== "";
  if (!token) return <Refused text={t("redeemMissing")} onNewLink={onNewLink} />;
  if (redeem.error && !askCode) {
    return (
      <ErrorState title={t("redeemFailed")} error={redeem.error}>
        <span className="block">{explain(redeem.error).text}</span>
        <Button variant="quiet" className="mt-3" onClick={onNewLink}>
          {t("newLink")}
        </Button>
      </ErrorState>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    redeem.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <p className="text-body text-ink-2">{t("redeemLead")}</p>
      {askCode && (
        <Input
          label={t("code")}
          hint={t("codeHint")}
          error={redeem.error ? explain(redeem.error).text : null}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <Button type="submit" variant="primary" size="lg" block autoFocus={!askCode} busy={redeem.isPending}>
        {t("signIn")}
      </Button>
    </form>
  );
}

function Refused({ text, onNewLink }: { text: string; onNewLink: () => void }) {
  const t = useMessages(signInTexts);
  return (
    <ErrorState title={t("redeemFailed")}>
      <span className="block">{text}</span>
      <Button variant="quiet" className="mt-3" onClick={onNewLink}>
        {t("newLink")}
      </Button>
    </ErrorState>
  );
}
