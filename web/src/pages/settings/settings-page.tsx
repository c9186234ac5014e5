import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { useMessages } from "../../lib/i18n.ts";
import { meQuery } from "../../lib/server.ts";
import { useEffect, useRef } from "react";
import { useTitle } from "../../lib/use-title.ts";
import { BarSlot } from "../../ui/bar-slot.tsx";
import { settingsTexts } from "./texts.ts";

const SECTIONS = ["profile", "analysis", "connection", "security", "people", "system", "logs", "jobs", "backups"] as const;
/** Only administrators see these. */
const ADMIN: readonly (typeof SECTIONS)[number][] = ["people", "system", "logs", "jobs", "backups"];

/** Settings: the sections as tabs above, one of them below. */
export function SettingsPage() {
  const t = useMessages(settingsTexts);
  useTitle(t("title"));
  const role = useQuery(meQuery).data?.user.role;
  const shown = SECTIONS.filter((section) => !ADMIN.includes(section) || (role !== undefined && role !== "user"));
  const tabs = useRef<HTMLElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => {
    tabs.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  return (
    <div className="mx-auto max-w-[1100px]">
      <BarSlot>
        <span aria-hidden className="truncate text-base font-semibold text-ink">
          {t("title")}
        </span>
      </BarSlot>
      <h1 className="py-1 text-title font-semibold text-ink max-md:sr-only">{t("title")}</h1>
      <nav ref={tabs} aria-label={t("sections")} className="-mx-1 mt-1 mb-3 flex gap-1 overflow-x-auto scroll-thin px-1 pb-1 max-md:mx-0 max-md:px-3">
        {shown.map((section) => (
          <Link
            key={section}
            to={`/settings/${section}`}
            className="inline-flex h-8 shrink-0 items-center rounded-control px-3 text-body whitespace-nowrap text-ink-2 hover:bg-raised hover:text-ink max-md:h-11"
            activeProps={{ className: "bg-selected! font-medium text-ink!", "aria-current": "page" }}
          >
            {t(section)}
          </Link>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}
