import { Outlet, useRouterState } from "@tanstack/react-router";
import { WifiOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { useAccountAppearance } from "../lib/account.ts";
import { useBrokenSince } from "../lib/connection.ts";
import { useMessages } from "../lib/i18n.ts";
import { useFormat } from "../lib/use-format.ts";
import { Banner } from "../ui/states.tsx";
import { Bar } from "./bar.tsx";
import { Palette } from "./palette.tsx";
import { PhoneBar } from "./phone-bar.tsx";
import { Rail } from "./rail.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { shellTexts } from "./texts.ts";
import { useShellActions } from "./shell-actions.ts";

/** The frame of every page that needs an account. */
export function Shell() {
  const t = useMessages(shellTexts);
  useAccountAppearance();
  useShellActions();
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 text-body font-semibold text-on-accent focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <Bar />
        <OfflineBanner />
        <Content />
      </div>
      <PhoneBar />
      <Palette />
      <Shortcuts />
    </div>
  );
}

/** The page itself. After a move to another page the focus goes to its start, so that keyboards follow the eye. */
function Content() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main
      ref={main}
      id="content"
      tabIndex={-1}
      className="min-w-0 flex-1 p-3 outline-none max-md:px-0 max-md:pb-[calc(68px+env(safe-area-inset-bottom))] md:px-5"
    >
      <Outlet />
    </main>
  );
}

function OfflineBanner() {
  const t = useMessages(shellTexts);
  const format = useFormat();
  const since = useBrokenSince();
  if (since === null) return null;
  return (
    <Banner tone="warn" icon={<WifiOff aria-hidden size={16} className="shrink-0" />}>
      {t("offlineSince", { time: format.timeWithSeconds(since) })}
    </Banner>
  );
}
