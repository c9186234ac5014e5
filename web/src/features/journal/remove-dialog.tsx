import type { TakenTrade } from "../../lib/api-model.ts";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useRemoval } from "./queries.ts";
import { journalTexts } from "./texts.ts";

/** A removed note cannot be brought back, so it is asked for once more. */
export function RemoveDialog({ trade, onClose }: { trade: TakenTrade | null; onClose: () => void }) {
  const t = useMessages(journalTexts);
  const remove = useRemoval(() => {
    notify(t("removed"));
    onClose();
  });
  return (
    <Dialog
      open={trade !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("removeTitle", { symbol: trade?.symbol ?? "" })}
      description={t("removeBody")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => trade && remove.mutate(trade.id)}>
            {t("removeNow")}
          </Button>
        </>
      }
    >
      {remove.isError && <ErrorState title={t("removeFailed")} error={remove.error} />}
    </Dialog>
  );
}
