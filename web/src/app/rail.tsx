import { Link } from "@tanstack/react-router";
import { cx } from "../lib/cx.ts";
import { useMessages } from "../lib/i18n.ts";
import { Logo } from "../ui/logo.tsx";
import { DESTINATIONS, MAIN, VERBS, type Destination } from "./navigation.ts";
import { shellTexts } from "./texts.ts";

const ICON = { size: 16, "aria-hidden": true } as const;

/** The rail at the left from 768 px on: Analysis alone on top, then the verbs, settings at the foot. */
export function Rail() {
  const t = useMessages(shellTexts);
  const foot = DESTINATIONS.filter((each) => each.group === "foot");
  return (
    <nav aria-label={t("mainNavigation")} className="w-[196px] shrink-0 border-r border-line max-md:hidden">
      <div className="sticky top-0 flex h-dvh flex-col overflow-y-auto scroll-thin pb-3">
        <Link to="/analysis" className="flex h-12 shrink-0 items-center gap-2.5 pl-[18px]" aria-label="NoFOMO">
          <Logo size={22} />
          <span className="text-reading font-semibold text-ink">NoFOMO</span>
        </Link>
        <MainLink />
        {VERBS.map((verb) => {
          const pages = DESTINATIONS.filter((each) => each.group === verb);
          if (pages.length === 0) return null;
          return (
            <div key={verb} className="mt-4">
              <p className="mb-1 px-[18px] text-secondary text-ink-3">{t(verb)}</p>
              {pages.map((page) => (
                <RailLink key={page.to} page={page} />
              ))}
            </div>
          );
        })}
        <div className="mt-auto pt-4">
          {foot.map((page) => (
            <RailLink key={page.to} page={page} />
          ))}
        </div>
      </div>
    </nav>
  );
}

function MainLink() {
  const t = useMessages(shellTexts);
  return (
    <Link
      to={MAIN.to}
      className="mx-2.5 mt-1 flex h-10 shrink-0 items-center gap-2.5 rounded-control bg-raised pr-5 pl-[21px] text-reading font-semibold text-ink hover:bg-selected"
      activeProps={{ className: "bg-selected!", "aria-current": "page" }}
    >
      {({ isActive }: { isActive: boolean }) => (
        <>
          <MAIN.icon {...ICON} size={18} className={isActive ? "text-accent" : "text-ink-2"} />
          <span className="flex-1">{t(MAIN.label)}</span>
          <kbd aria-hidden className={cx("flex h-4 w-[18px] items-center justify-center rounded-[3px] font-sans text-caption font-medium text-ink-2", isActive ? "bg-page" : "border border-line")}>
            {MAIN.shortcut.toUpperCase()}
          </kbd>
        </>
      )}
    </Link>
  );
}

function RailLink({ page }: { page: Destination }) {
  const t = useMessages(shellTexts);
  return (
    <Link
      to={page.to}
      className="mx-2.5 mb-0.5 flex h-8 items-center gap-2.5 rounded-control px-2 text-body text-ink-2 hover:bg-raised hover:text-ink"
      activeProps={{ className: "bg-selected! text-ink! font-medium", "aria-current": "page" }}
    >
      {({ isActive }: { isActive: boolean }) => (
        <>
          <page.icon {...ICON} className={isActive ? "text-accent" : "text-ink-3"} />
          {t(page.label)}
        </>
      )}
    </Link>
  );
}
