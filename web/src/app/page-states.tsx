import { Link, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useMessages } from "../lib/i18n.ts";
import { useTitle } from "../lib/use-title.ts";
import { buttonClass } from "../ui/button.tsx";
import { Panel } from "../ui/panel.tsx";
import { EmptyState, ErrorState, SkeletonLines } from "../ui/states.tsx";
import { shellTexts } from "./texts.ts";

/** No page at this address. */
export function NotFoundPage() {
  const t = useMessages(shellTexts);
  useTitle(t("notFound"));
  return (
    <div className="mx-auto w-full max-w-xl p-3 pt-16">
      <Panel boxed>
        <EmptyState
          title={t("notFound")} heading
          action={
            <Link to="/analysis" className={buttonClass({ variant: "primary" })}>
              {t("toAnalysis")}
            </Link>
          }
        >
          {t("notFoundMeans")}
        </EmptyState>
      </Panel>
    </div>
  );
}

/** A page that failed: what happened, and the way back. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useMessages(shellTexts);
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="mx-auto w-full max-w-xl p-3 pt-16">
      <Panel boxed>
        <ErrorState title={t("pageFailed")} error={error} onRetry={again} />
      </Panel>
    </div>
  );
}

/** While a page is fetched the frame stays and the place of the content is kept. */
export function PagePending() {
  return (
    <div className="p-3">
      <Panel boxed>
        <SkeletonLines lines={4} />
      </Panel>
    </div>
  );
}
