import { Modal } from "@mantine/core";
import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FieldSpec } from "../form/fields";
import { formatCount } from "../number";
import { BulkFields } from "./BulkFields";
import { RunSteps } from "./RunSteps";
import { useRun } from "./useRun";
import type { BulkRun, Chosen } from "./wire";

/** What a person began to do with the selected records. */
export type BulkAct = "edit" | "assign" | "delete" | "archive";

interface BulkDialogProps {
  act: BulkAct;
  endpoint: string;
  chosen: Chosen;
  count: number;
  fields: FieldSpec[];
  /** The field that says whose a record is. */
  owner?: string;
  write: (body: Record<string, unknown>) => Record<string, unknown>;
  onDone: (run: BulkRun) => void;
  onClose: (undone?: boolean) => void;
}

/** Changes many records: which fields, what would happen, the run, and what it had to leave. */
export function BulkDialog({ act, endpoint, chosen, count, fields, owner, write, onDone, onClose }: BulkDialogProps) {
  const { t } = useTranslation("bulk");
  // It may be closed while its run goes on: then another may be open by the time the run ends.
  const open = useRef(false);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  const asks = act === "edit" || act === "assign";
  const run = useRun(endpoint, (done) => {
    onDone(done);
    if (open.current && done.refusals === 0 && done.state === "done") onClose();
  });
  const look = useEffectEvent(() => void run.preview(chosen, { do: act }));
  useEffect(() => {
    if (!asks) look();
  }, [asks]);
  const only = act === "assign" ? owner : undefined;
  return (
    <Modal opened onClose={() => onClose()} size="lg" title={t(`title_${act}`, { count, shown: formatCount(count) })} closeButtonProps={{ "aria-label": t("ui:close") }} closeOnClickOutside={false}>
      {asks && run.step.at === "asking" ? (
        <BulkFields fields={only ? fields.filter((f) => f.name === only) : fields} only={only} onCancel={() => onClose()} onSet={(body) => void run.preview(chosen, { set: write(body) })} />
      ) : null}
      <RunSteps
        run={run}
        fields={fields}
        danger={act === "delete"}
        verb={(n) => t(act === "delete" ? "do_delete" : act === "archive" ? "do_archive" : "do_change", { count: n, shown: formatCount(n) })}
        onBack={asks ? run.again : undefined}
        onClose={onClose}
      />
    </Modal>
  );
}
