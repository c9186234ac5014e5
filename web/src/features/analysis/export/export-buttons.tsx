import { useMessages } from "../../../lib/i18n.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { exportTexts } from "./texts.ts";
import type { Exporting, FileKind } from "./use-export.ts";

const KINDS: readonly FileKind[] = ["json", "pdf", "png"];

/** JSON, PDF and PNG beside the text; on a phone they are in a sheet. */
export function ExportButtons({ exporting }: { exporting: Exporting }) {
  const t = useMessages(exportTexts);
  const { making, start } = exporting;
  return KINDS.map((kind) => (
    <Button
      key={kind}
      size="sm"
      className="max-md:hidden"
      aria-label={t("download", { kind: t(kind) })}
      busy={making === kind}
      disabled={making !== null}
      onClick={() => start(kind)}
    >
      {t(kind)}
    </Button>
  ));
}

/** What is being made, or why it was not. */
export function ExportState({ exporting }: { exporting: Exporting }) {
  const t = useMessages(exportTexts);
  const { making, failure, start } = exporting;
  if (making !== null) {
    return (
      <p role="status" className="mb-2 text-secondary text-ink-2">
        {t("making", { kind: t(making) })}
      </p>
    );
  }
  if (failure === null) return null;
  return (
    <div className="mb-3 border-b border-line pb-3">
      <ErrorState
        title={t("failed", { kind: t(failure.kind) })}
        error={failure.error}
        onRetry={() => start(failure.kind)}
      />
    </div>
  );
}
