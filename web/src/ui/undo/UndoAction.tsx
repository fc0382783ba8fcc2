import { Tooltip, UnstyledButton } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { saidUndone } from "../UndoToast";
import { UndoDialog } from "./UndoDialog";

interface UndoActionProps {
  item: HistoryItem;
  record: { entity: string; id: string };
  className?: string;
  onUndone: () => unknown;
}

/** Takes one line of a timeline back: what it did to this record, or all that its step changed. Where that cannot be, it says why. */
export function UndoAction({ item, record, className, onUndone }: UndoActionProps) {
  const { t } = useTranslation("ui");
  const [asked, setAsked] = useState(false);
  if (!item.undoable) {
    if (!item.why_not) return null;
    const why = t("undo.why_not", { reason: item.why_not });
    return (
      <Tooltip label={why} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        <UnstyledButton className={className} aria-disabled aria-label={why}>
          <IconArrowBackUp size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Tooltip>
    );
  }
  const whole = item.operation_id ? { operation: item.operation_id } : { change_set: item.change_set_id };
  return (
    <>
      <Tooltip label={t("timeline.undo")}>
        <UnstyledButton className={className} onClick={() => setAsked(true)} aria-label={t("timeline.undo")}>
          <IconArrowBackUp size={16} stroke={1.75} />
        </UnstyledButton>
      </Tooltip>
      {asked ? (
        <UndoDialog
          targets={[
            { label: t("undo.only"), what: { change_set: item.change_set_id, record } },
            { label: t("undo.whole"), what: whole },
          ]}
          onDone={(result) => {
            setAsked(false);
            saidUndone(result);
            void onUndone();
          }}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </>
  );
}
