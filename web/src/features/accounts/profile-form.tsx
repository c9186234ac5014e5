import type { ReactNode } from "react";
import { useSaveSettings } from "../../lib/account.ts";
import type { Account, ProfileChange } from "../../lib/api-model.ts";
import { useNow } from "../../lib/clock.ts";
import { explain } from "../../lib/errors.ts";
import { useMessages, type Language } from "../../lib/i18n.ts";
import type { Palette, ThemeChoice } from "../../lib/theme.ts";
import { useFormat } from "../../lib/use-format.ts";
import { Panel } from "../../ui/panel.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { SettingRow } from "../../ui/setting-row.tsx";
import { notify } from "../../ui/toast.tsx";
import { profileTexts } from "./profile-texts.ts";

const ZONES = [
  "Asia/Jakarta",
  "Asia/Makassar",
  "Asia/Jayapura",
  "Asia/Singapore",
  "Asia/Kuala_Lumpur",
  "Asia/Tokyo",
  "Asia/Dubai",
  "Australia/Sydney",
  "Europe/London",
  "Europe/Berlin",
  "America/New_York",
  "America/Los_Angeles",
  "UTC",
];
const NAMES: Record<string, string> = { "Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };

function zoneOptions(current: string) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const all = [...new Set([...ZONES, own, current])];
  return all.map((zone) => ({ value: zone, label: zone.replaceAll("_", " "), ...(NAMES[zone] ? { note: NAMES[zone] } : {}) }));
}

/** Language, zone and colours; each choice is saved at once. */
export function ProfileForm({ user, children }: { user: Account; children?: ReactNode }) {
  const t = useMessages(profileTexts);
  const format = useFormat();
  const save = useSaveSettings();
  const at = useNow(1000);
  const set = (change: ProfileChange) =>
    save.mutate(change, { onError: (error) => notify(explain(error).text, "problem") });
  return (
    <Panel title={t("look")}>
      {children}
      <SettingRow name={t("language")} hint={t("languageHint")}>
        <Segmented<Language>
          label={t("language")}
          value={user.language}
          onChange={(language) => set({ language })}
          choices={[
            { value: "id", label: "Indonesia" },
            { value: "en", label: "English" },
          ]}
        />
      </SettingRow>
      <SettingRow name={t("zone")} hint={t("zoneHint", { time: format.timeWithSeconds(at) })}>
        <Select label={t("zone")} hideLabel className="w-60 max-w-full" value={user.timezone} onChange={(timezone) => set({ timezone })} options={zoneOptions(user.timezone)} />
      </SettingRow>
      <SettingRow name={t("theme")} hint={t("themeHint")}>
        <Segmented<ThemeChoice>
          label={t("theme")}
          value={user.theme}
          onChange={(theme) => set({ theme })}
          choices={(["system", "dark", "light"] as const).map((value) => ({ value, label: t(value) }))}
        />
      </SettingRow>
      <SettingRow name={t("palette")} hint={t("paletteHint")}>
        <div className="flex flex-wrap items-center gap-3">
          <Candles />
          <Segmented<Palette>
            label={t("palette")}
            value={user.palette}
            onChange={(palette) => set({ palette })}
            choices={(["normal", "colourblind"] as const).map((value) => ({ value, label: t(value) }))}
          />
        </div>
      </SettingRow>
    </Panel>
  );
}

/** A few candles in the chosen colours. */
function Candles() {
  const shapes: [x: number, top: number, height: number, up: boolean][] = [
    [3, 12, 9, true],
    [14, 13, 6, false],
    [25, 8, 11, true],
    [36, 7, 6, false],
    [47, 3, 10, true],
  ];
  return (
    <svg aria-hidden width="58" height="28" viewBox="0 0 58 28" className="shrink-0">
      {shapes.map(([x, top, height, up]) => {
        const colour = up ? "var(--up)" : "var(--down)";
        return (
          <g key={x} stroke={colour}>
            <path d={`M${x + 4} ${top - 3}v${height + 6}`} />
            <rect x={x} y={top} width="8" height={height} fill="var(--panel)" />
            <rect x={x} y={top} width="8" height={height} fill={colour} fillOpacity={up ? 0.22 : 0.84} />
          </g>
        );
      })}
    </svg>
  );
}
