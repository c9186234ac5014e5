import { useState, type FormEvent } from "react";
import { useMessages } from "../../lib/i18n.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Input } from "../../ui/input.tsx";
import { watchlistTexts } from "./watchlist-texts.ts";

interface Props {
  title: string;
  confirm: string;
  /** The name so far. */
  name: string;
  onName: (name: string) => void;
  onClose: () => void;
}

/** Asks for the name of a watchlist. */
export function NameDialog({ title, confirm, name: before, onName, onClose }: Props) {
  const t = useMessages(watchlistTexts);
  const [name, setName] = useState(before);
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const clean = name.trim();
    setMissing(clean === "");
    if (clean === "") return;
    onName(clean);
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form noValidate onSubmit={submit} className="space-y-4">
        <Input
          label={t("name")}
          hint={t("nameHint")}
          error={missing && !name.trim() ? t("needName") : null}
          value={name}
          maxLength={60}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="flex justify-end">
          <Button type="submit" variant="primary">
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
