import { SignInForm } from "../features/accounts/sign-in-form.tsx";
import { signInTexts } from "../features/accounts/texts.ts";
import { useMessages } from "../lib/i18n.ts";
import { useTitle } from "../lib/use-title.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useMessages(signInTexts);
  useTitle(t("title"));
  return (
    <SignInFrame title={t("title")} lead={t("lead")}>
      <SignInForm onSignedIn={onSignedIn} />
    </SignInFrame>
  );
}
