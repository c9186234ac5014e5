import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Me } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { systemTexts } from "./system-texts.ts";

/** What only administrators see; others learn what is here and whom to ask. */
export function AdminOnly({ children }: { children: (me: Me) => ReactNode }) {
  const t = useMessages(systemTexts);
  const me = useQuery(meQuery).data;
  if (!me) return null;
  if (me.user.role !== "user") return <>{children(me)}</>;
  return (
    <Panel>
      <EmptyState
        title={t("onlyAdmins")}
        action={
          <Link to="/settings/profile" className={buttonClass({ variant: "quiet" })}>
            {t("backToSettings")}
          </Link>
        }
      >
        {t("onlyAdminsMeans")}
      </EmptyState>
    </Panel>
  );
}
