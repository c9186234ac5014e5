import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api, ApiError } from "../../lib/api.ts";
import type { MagicLinkSent } from "../../lib/api-model.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { signInTexts } from "./texts.ts";

type Way = "link" | "password";

/** Whether the server wants the second factor, or did not accept it. */
export function wantsCode(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "TOTP_REQUIRED" || error.code === "TOTP_WRONG");
}

/** Sign in by a link sent to an e-mail address, or by password. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useMessages(signInTexts);
  const [way, setWay] = useState<Way>("link");
  const [email, setEmail] = useState("");
  return (
    <div className="space-y-4">
      <Segmented<Way>
        label={t("way")}
        block
        value={way}
        onChange={setWay}
        choices={[
          { value: "link", label: t("byLink") },
          { value: "password", label: t("byPassword") },
        ]}
      />
      {way === "link" ? (
        <LinkForm email={email} onEmail={setEmail} />
      ) : (
        <PasswordForm email={email} onEmail={setEmail} onSignedIn={onSignedIn} />
      )}
    </div>
  );
}

type EmailProps = { email: string; onEmail: (email: string) => void };

function LinkForm({ email, onEmail }: EmailProps) {
  const t = useMessages(signInTexts);
  const [missing, setMissing] = useState(false);
  const send = useMutation({ mutationFn: () => api.post<MagicLinkSent>("/api/auth/magic-link", { email: email.trim() }) });
  if (send.data) {
    const mail = send.data.via === "mail";
    return (
      <div role="status" className="space-y-3">
        <div>
          <p className="text-reading font-medium text-ink">{t(mail ? "sentTitle" : "sentTerminalTitle")}</p>
          <p className="mt-1 text-body text-ink-2">{t(mail ? "sentMail" : "sentTerminal", { email: email.trim() })}</p>
        </div>
        <Button variant="link" onClick={() => send.reset()}>
          {t("otherAddress")}
        </Button>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!email.trim());
    if (email.trim()) send.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <Input
        label={t("email")}
        hint={t("emailHint")}
        error={missing ? t("needEmail") : send.error ? explain(send.error).text : null}
        type="email"
        autoComplete="email"
        autoFocus
        value={email}
        onChange={(event) => onEmail(event.target.value)}
      />
      <Button type="submit" variant="primary" size="lg" block busy={send.isPending}>
        {t("sendLink")}
      </Button>
    </form>
  );
}

function PasswordForm({ email, onEmail, onSignedIn }: EmailProps & { onSignedIn: () => void }) {
  const t = useMessages(signInTexts);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState<"email" | "password" | null>(null);
  const enter = useMutation({
    mutationFn: () => api.post("/api/auth/login", { email: email.trim(), password, ...(code ? { code: code.trim() } : {}) }),
    onSuccess: onSignedIn,
  });
  const askCode = wantsCode(enter.error) || code !== "";
  const said = enter.error ? explain(enter.error).text : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacks = !email.trim() ? "email" : !password ? "password" : null;
    setMissing(lacks);
    if (!lacks) enter.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      <Input label={t("email")} error={missing === "email" ? t("needEmail") : null} type="email" autoComplete="username" value={email} onChange={(event) => onEmail(event.target.value)} />
      <Input
        label={t("password")}
        error={missing === "password" ? t("needPassword") : askCode ? null : said}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {askCode && (
        <Input
          label={t("code")}
          hint={t("codeHint")}
          error={said}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <Button type="submit" variant="primary" size="lg" block busy={enter.isPending}>
        {t("signIn")}
      </Button>
    </form>
  );
}
