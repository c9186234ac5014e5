import type { ReactNode } from "react";
import { setLanguage, useLanguage, useMessages } from "../lib/i18n.ts";
import { Logo } from "../ui/logo.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { signInTexts } from "../features/accounts/texts.ts";

/** The calm page around signing in: the mark, one card, the language. */
export function SignInFrame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const t = useMessages(signInTexts);
  const language = useLanguage();
  return (
    <div className="flex min-h-dvh flex-col items-center px-3 py-6">
      <main className="my-auto w-full max-w-[360px] py-8">
        <div className="mb-6 flex items-center justify-center gap-2.5">
          <Logo size={28} />
          <span className="text-title font-semibold text-ink">NoFOMO</span>
        </div>
        <div className="rounded-panel border border-line bg-panel p-5">
          <h1 className="text-lead font-semibold text-ink">{title}</h1>
          {lead && <p className="mt-0.5 text-body text-ink-2">{lead}</p>}
          <div className="mt-4">{children}</div>
        </div>
      </main>
      <footer className="flex flex-col items-center gap-3 text-center text-secondary text-ink-3">
        <Segmented
          label={t("language")}
          size="sm"
          value={language}
          onChange={setLanguage}
          choices={[
            { value: "id", label: "Indonesia" },
            { value: "en", label: "English" },
          ]}
        />
        <p>{t("disclaimer")}</p>
      </footer>
    </div>
  );
}
