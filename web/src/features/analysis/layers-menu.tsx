import { Check, SlidersHorizontal } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { LayerName, Layers } from "../../chart/chart-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { menuPanelClass, menuRowClass } from "../../ui/menu.tsx";
import { chartTexts } from "./chart-texts.ts";

export interface ExtraLayer {
  id: string;
  label: string;
  on: boolean;
  toggle: () => void;
}

interface Props {
  layers: Layers;
  onChange: (layers: Layers) => void;
  /** Earlier versions and candles after the analysis. */
  extra: readonly ExtraLayer[];
}

const EMAS = [5, 20, 50, 100, 200] as const;

/** What the chart shows; the menu stays open so that several can be changed. */
export function LayersMenu({ layers, onChange, extra }: Props) {
  const t = useMessages(chartTexts);
  const names: [LayerName, string][] = [
    ...EMAS.map((period): [LayerName, string] => [`ema${period}`, t("ema", { period })]),
    ["bands", t("bands")],
    ["volume", t("volume")],
    ["zones", t("zones")],
    ["box", t("box")],
  ];
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton label={t("layers")} icon={<SlidersHorizontal aria-hidden size={16} />} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={6} collisionPadding={8} className={menuPanelClass}>
          {names.map(([name, label]) => (
            <Row
              key={name}
              label={label}
              on={layers[name]}
              toggle={() => onChange({ ...layers, [name]: !layers[name] })}
            />
          ))}
          {extra.length > 0 && <DropdownMenu.Separator className="my-1 h-px bg-line" />}
          {extra.map((each) => (
            <Row key={each.id} label={each.label} on={each.on} toggle={each.toggle} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Row({ label, on, toggle }: { label: string; on: boolean; toggle: () => void }) {
  return (
    <DropdownMenu.CheckboxItem
      checked={on}
      onCheckedChange={toggle}
      onSelect={(event) => event.preventDefault()}
      className={menuRowClass}
    >
      <span className="w-4 shrink-0">
        <DropdownMenu.ItemIndicator>
          <Check aria-hidden size={14} />
        </DropdownMenu.ItemIndicator>
      </span>
      {label}
    </DropdownMenu.CheckboxItem>
  );
}
