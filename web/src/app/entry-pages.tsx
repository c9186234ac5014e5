import { useNavigate, useSearch } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { RedeemPage } from "../pages/redeem-page.tsx";
import { SignInPage } from "../pages/sign-in-page.tsx";
import { safeNext } from "./session.ts";

/** The pages before the shell, connected to the router. */

function useEnter(next: string | undefined): () => void {
  const navigate = useNavigate();
  const client = useQueryClient();
  return () => {
    client.clear();
    void navigate({ href: safeNext(next), replace: true });
  };
}

function SignIn() {
  const { next } = useSearch({ from: "/sign-in" });
  return <SignInPage onSignedIn={useEnter(next)} />;
}

function Redeem() {
  const { token } = useSearch({ from: "/auth/redeem" });
  const navigate = useNavigate();
  return <RedeemPage token={token ?? ""} onSignedIn={useEnter(undefined)} onNewLink={() => void navigate({ to: "/sign-in" })} />;
}

export const EntryPages = { SignIn, Redeem };
