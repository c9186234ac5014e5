import { Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { Menu as MenuIcon, type LucideIcon } from "lucide-react";
import { useNow } from "../lib/clock.ts";
import type { Me } from "../lib/api-model.ts";
import { useMessages } from "../lib/i18n.ts";
import { meQuery } from "../lib/server.ts";
import { useFormat } from "../lib/use-format.ts";
import { Menu } from "../ui/menu.tsx";
import { useAccountEntries } from "./account-menu.tsx";
import { DESTINATIONS, MAIN } from "./navigation.ts";
import { shellTexts } from "./texts.ts";

const CELL = "flex min-w-0 flex-1 flex-col items-center justify-center gap-1 text-caption text-ink-3";

/** The bar at the foot of phones. */
export function PhoneBar() {
  const t = useMessages(shellTexts);
  const me = useQuery(meQuery).data;
  const pages = [MAIN, ...DESTINATIONS.filter((each) => each.onPhone).slice(0, 3)];
  return (
    <nav
      aria-label={t("mainNavigation")}
      className="fixed inset-x-0 bottom-0 z-30 flex h-[calc(56px+env(safe-area-inset-bottom))] border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {pages.map((page) => (
        <Link key={page.to} to={page.to} className={CELL} activeProps={{ className: "text-ink!", "aria-current": "page" }}>
          {({ isActive }: { isActive: boolean }) => <Cell icon={page.icon} label={t(page.label)} active={isActive} />}
        </Link>
      ))}
      {me && <More me={me} />}
    </nav>
  );
}

function Cell({ icon: Icon, label, active = false }: { icon: LucideIcon; label: string; active?: boolean }) {
  return (
    <>
      <Icon aria-hidden size={20} className={active ? "text-accent" : ""} />
      <span className="truncate">{label}</span>
    </>
  );
}

function More({ me }: { me: Me }) {
  const t = useMessages(shellTexts);
  const format = useFormat();
  const at = useNow(60_000);
  const { used, limit } = me.quota;
  return (
    <Menu
      entries={useAccountEntries(me).filter((entry) => entry === "line" || !["settings", "shortcuts"].includes(entry.id))}
      header={
        <span className="block">
          <span className="block truncate text-body text-ink">{me.user.email}</span>
          {t("quota", { used, limit })} · {format.time(at)}
        </span>
      }
      trigger={
        <button type="button" className={CELL}>
          <Cell icon={MenuIcon} label={t("more")} />
        </button>
      }
    />
  );
}
