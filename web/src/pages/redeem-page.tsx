import { RedeemForm } from "../features/accounts/redeem-form.tsx";
import { signInTexts } from "../features/accounts/texts.ts";
import { useMessages } from "../lib/i18n.ts";
import { useTitle } from "../lib/use-title.ts";
import { SignInFrame } from "./sign-in-frame.tsx";

type Props = { token: string; onSignedIn: () => void; onNewLink: () => void };

export function RedeemPage(props: Props) {
  const t = useMessages(signInTexts);
  useTitle(t("signIn"));
  return (
    <SignInFrame title={t("redeemTitle")}>
      <RedeemForm {...props} />
    </SignInFrame>
  );
}
