import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { CompareDesk, type ComparePair } from "../features/analysis/compare/compare-desk.tsx";

const PLAN_ID = /^[\w-]{8,64}$/;
const readId = (value: unknown) => (typeof value === "string" && PLAN_ID.test(value) ? value : undefined);

/** /compare?from=…&to=… */
export function ComparePage() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const onPair = useCallback(
    ({ from, to }: ComparePair, quietly: boolean) =>
      void navigate({ to: "/compare", search: { from, to }, replace: quietly }),
    [navigate],
  );
  return <CompareDesk from={readId(raw.from)} to={readId(raw.to)} onPair={onPair} />;
}
