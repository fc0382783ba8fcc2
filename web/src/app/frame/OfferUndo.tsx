import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { onChangeMade, takeChange, type MadeChange } from "@/api/changes";
import { onUndone, showUndo, undoAll } from "@/ui/UndoToast";

// A screen that has words of its own says them at once; changes that follow each other are one toast.
const patience = 600;

/** Offers the undo of every change of this tab that the server can take back, unless the screen does in its own words. */
export function OfferUndo() {
  const { t } = useTranslation("ui");
  const client = useQueryClient();
  useEffect(() => {
    onUndone(() => client.invalidateQueries());
    let waiting: MadeChange[] = [];
    let timer = 0;
    const offer = () => {
      const made = waiting;
      waiting = [];
      const last = made.at(-1);
      if (!last || takeChange()?.changeSet !== last.changeSet) return; // somebody has said it
      showUndo(made.length > 1 ? t("toast.several", { count: made.length }) : t(`toast.${wordFor(last)}`), () => undoAll(made.map((one) => one.changeSet)));
    };
    const stop = onChangeMade((change) => {
      waiting.push(change);
      window.clearTimeout(timer);
      timer = window.setTimeout(offer, patience);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
      onUndone(() => undefined);
    };
  }, [client, t]);
  return null;
}

/** What a request did, in a word: a collection grew, a record was changed, something was done to it. */
export function wordFor({ method, path }: Pick<MadeChange, "method" | "path">): "made" | "saved" | "removed" | "did" {
  if (method === "DELETE") return "removed";
  if (method !== "POST") return "saved";
  const [, , collection, id] = path.split("?")[0]?.split("/") ?? [];
  return collection && !id ? "made" : "did";
}
