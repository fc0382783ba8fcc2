import { Button } from "@mantine/core";
import { useState } from "react";
import { ActionDialog } from "@/ui/ActionDialog";
import { AskDialog } from "@/ui/AskDialog";
import { BreakGlass } from "@/ui/BreakGlass";
import { ConflictDialog } from "@/ui/ConflictDialog";
import { SidePanel } from "@/ui/SidePanel";
import { showDone, showNote, showUndo, showUrgent } from "@/ui/UndoToast";

type Shown = "action" | "ask" | "conflict" | "panel" | "glass";

/** What stands over a page. Each opens by its button. */
export function Dialogs() {
  const [shown, setShown] = useState<Shown | null>(null);
  const close = () => setShown(null);
  return (
    <div className="row">
      {(["action", "ask", "conflict", "panel", "glass"] as const).map((name) => (
        <Button key={name} variant="default" onClick={() => setShown(name)}>
          {`Open ${name}`}
        </Button>
      ))}
      <Button variant="default" onClick={() => showDone("It was done.")}>
        Say done
      </Button>
      <Button variant="default" onClick={() => showNote("Something to know.")}>
        Say a note
      </Button>
      <Button variant="default" onClick={() => showUrgent("It failed", "Try again in a minute.")}>
        Say urgently
      </Button>
      <Button variant="default" onClick={() => showUndo("Moved to Won.", () => Promise.resolve())}>
        Offer an undo
      </Button>
      {shown === "action" ? (
        <ActionDialog<unknown> title="Lose the deal" name="stories.lose" fields={[{ name: "reason", label: "Reason", kind: "text", required: true }]} submitLabel="Lose" danger submit={() => Promise.resolve({})} onClose={close} />
      ) : null}
      {shown === "ask" ? (
        <AskDialog title="Save the view" submitLabel="Save" ready submit={() => Promise.reject(new Error("Another view has this name."))} onClose={close}>
          Its fields stand here.
        </AskDialog>
      ) : null}
      {shown === "conflict" ? (
        <ConflictDialog who="Bo Berg" clashes={[{ field: "city", label: "City", original: "Wien", theirs: "Linz", yours: "Graz" }]} onApply={close} onCancel={close} />
      ) : null}
      <SidePanel opened={shown === "panel"} onClose={close} title="Alfreds Futterkiste" page="/crm/accounts/a0" onNext={() => undefined}>
        A record beside its list.
      </SidePanel>
      {shown === "glass" ? <BreakGlass onClose={close} /> : null}
    </div>
  );
}
