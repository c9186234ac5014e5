import { useQuery } from "@tanstack/react-query";
import { FlaskConical, Search } from "lucide-react";
import { Link } from "@tanstack/react-router";
import type { Me } from "../lib/api-model.ts";
import { useNow } from "../lib/clock.ts";
import { useMessages } from "../lib/i18n.ts";
import { meQuery } from "../lib/server.ts";
import { useFormat } from "../lib/use-format.ts";
import { BAR_SLOT } from "../ui/bar-slot.tsx";
import { Definition } from "../ui/definition.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { Logo } from "../ui/logo.tsx";
import { Badge } from "../ui/tag.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { openPalette } from "./overlays.ts";
import { shellTexts } from "./texts.ts";
import { VenueStatus } from "./venue-status.tsx";

/** The bar on top: search, source of prices, quota, clock, the mark of a synthetic market, the account. */
export function Bar() {
  const t = useMessages(shellTexts);
  const me = useQuery(meQuery).data;
  return (
    <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-3 border-b border-line bg-page px-5 max-md:h-14 max-md:gap-2 max-md:bg-panel max-md:px-3">
      <Link to="/analysis" aria-label="NoFOMO" className="hit-44 md:hidden">
        <Logo size={24} />
      </Link>
      <div id={BAR_SLOT} className="flex min-w-0 flex-1 items-center md:hidden" />
      <button
        type="button"
        onClick={openPalette}
        className="flex h-[30px] w-[278px] min-w-0 items-center gap-2.5 rounded-control border border-control pr-1.5 pl-2.5 text-left text-body text-ink-3 hover:text-ink-2 max-md:hidden"
      >
        <Search aria-hidden size={15} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate">{t("search")}</span>
        <Kbd keys="mod+k" joined />
      </button>
      <div className="ml-auto flex shrink-0 items-center gap-4 text-secondary text-ink-2 max-md:gap-1">
        <IconButton label={t("searchShort")} onClick={openPalette} icon={<Search aria-hidden size={18} />} className="md:hidden" />
        {me && <VenueStatus venue={me.venue} />}
        {me && <QuotaFigure quota={me.quota} />}
        {me && <Clock zoneName={me.user.timezone} />}
        {me?.venue.kind === "demo" && <SyntheticMark />}
        {me && <AccountMenu me={me} />}
      </div>
    </header>
  );
}

/** Always in sight while prices are made up. */
export function SyntheticMark() {
  const t = useMessages(shellTexts);
  return (
    <Definition says={t("syntheticMeans")} label={t("synthetic")} className="flex">
      <Badge tone="dashed" icon={<FlaskConical aria-hidden size={13} />}>
        <span className="max-md:hidden">{t("synthetic")}</span>
        <span className="md:hidden">{t("syntheticShort")}</span>
      </Badge>
    </Definition>
  );
}

function QuotaFigure({ quota }: { quota: Me["quota"] }) {
  const t = useMessages(shellTexts);
  const format = useFormat();
  const at = useNow();
  const left = quota.cooldownUntil ? new Date(quota.cooldownUntil).getTime() - at : 0;
  const { used, limit } = quota;
  return (
    <span className="max-md:hidden">
      <Definition
        says={
          <>
            <p>{t("quotaMeans", { used, limit, at: format.time(quota.resetsAt) })}</p>
            {left > 0 && <p className="mt-1">{t("cooldownMeans", { time: format.duration(left) })}</p>}
          </>
        }
      >
        {t("quota", { used, limit })}
      </Definition>
    </span>
  );
}

function Clock({ zoneName }: { zoneName: string }) {
  const t = useMessages(shellTexts);
  const format = useFormat();
  const at = useNow();
  return (
    <span className="max-lg:hidden">
      <Definition says={t("clockMeans", { zone: format.zone(at), name: zoneName })}>
        <time dateTime={new Date(at).toISOString()}>{format.timeWithSeconds(at)}</time>
      </Definition>
    </span>
  );
}
