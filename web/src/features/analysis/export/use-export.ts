import { useMutation } from "@tanstack/react-query";
import { FileImage, FileText, type LucideIcon } from "lucide-react";
import { useActions } from "../../../lib/actions.ts";
import { api } from "../../../lib/api.ts";
import { useLanguage, useMessages } from "../../../lib/i18n.ts";
import { saveFile } from "../../../lib/save-file.ts";
import { useAppearance } from "../../../lib/theme.ts";
import { notify } from "../../../ui/toast.tsx";
import type { Plan } from "../payload.ts";
import { exportTexts } from "./texts.ts";

export type FileKind = "pdf" | "png" | "json" | "text";

export interface Exporting {
  version: number;
  /** The kind that is being made now. */
  making: FileKind | null;
  failure: { kind: FileKind; error: unknown } | null;
  start: (kind: FileKind) => void;
}

const IN_PALETTE: readonly [FileKind, LucideIcon][] = [
  ["pdf", FileText],
  ["png", FileImage],
];

/** Files of one version in the reader's language: a page is for paper and so light, a picture looks as the screen does. */
export function useExport({ planId, version, payload }: Plan, timeframe: string): Exporting {
  const t = useMessages(exportTexts);
  const language = useLanguage();
  const { theme } = useAppearance();
  const making = useMutation({
    mutationFn: async (kind: FileKind) => {
      const drawn = kind === "pdf" || kind === "png";
      const file = await api.file(`/api/plan/${planId}/export`, {
        format: kind,
        lang: language,
        theme: drawn ? (kind === "pdf" ? "light" : theme) : undefined,
        timeframe: drawn && payload.timeframes.includes(timeframe) ? timeframe : undefined,
      });
      saveFile(file);
      return file.name;
    },
    onSuccess: (name) => notify(t("saved", { name })),
  });
  const kind = making.variables ?? null;
  useActions(
    IN_PALETTE.map(([each, icon]) => ({
      id: `analysis.export.${each}`,
      label: () => t("download", { kind: t(each) }),
      icon,
      keywords: () => t("open"),
      when: () => !making.isPending,
      run: () => making.mutate(each),
    })),
  );
  return {
    version,
    making: making.isPending ? kind : null,
    failure: making.isError && kind !== null ? { kind, error: making.error } : null,
    start: making.mutate,
  };
}
