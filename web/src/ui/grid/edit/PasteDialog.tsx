import { Modal, Text } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { toProblem } from "@/api/problem";
import { RunSteps } from "../../bulk/RunSteps";
import { useRun } from "../../bulk/useRun";
import type { BulkRun } from "../../bulk/wire";
import { ErrorBlock } from "../../ErrorBlock";
import { pointerOf } from "../../form/fields";
import { Notice } from "../../Notice";
import { formatCount } from "../../number";
import { Scrollable } from "../../Scrollable";
import { useCurrency } from "../../session";
import type { GridEdit } from "./description";
import classes from "./edit.module.css";
import { pastedRows, toSend, type PastedRow, type PastePlan } from "./paste";
import { PendingValue } from "./PendingValue";
import { findNamed, readText, type Read, type ReadingWords } from "./reading";

interface PasteDialogProps<T> {
  plan: PastePlan<T>;
  edit: GridEdit<T>;
  endpoint: string;
  rowId: (row: T) => string;
  onDone: (run: BulkRun) => void;
  onClose: (undone?: boolean) => void;
}

/** What a pasted block would change, row by row, with what cannot be; then it is run as one change of many. */
export function PasteDialog<T extends object>({ plan, edit, endpoint, rowId, onDone, onClose }: PasteDialogProps<T>) {
  const { t } = useTranslation(["bulk", "ui"]);
  const currency = useCurrency();
  const [rows, setRows] = useState<PastedRow<T>[] | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const run = useRun(endpoint, (done) => {
    onDone(done);
    if (done.refusals === 0 && done.state === "done") onClose();
  });
  const words: ReadingWords = {
    choice: (text) => t("bulk:no_choice", { text }),
    nobody: (text) => t("bulk:no_record", { text }),
    several: (text) => t("bulk:several", { text }),
    number: t("ui:form.number"),
    day: t("bulk:no_day"),
    required: t("ui:form.required"),
    integer: t("ui:form.integer"),
    email: t("ui:form.email"),
  };

  const read = useEffectEvent(async () => {
    const reads = new Map<string, Read[]>();
    for (const { field, texts } of plan.columns) {
      if (!field) continue;
      const found = field.kind === "picker" ? await findNamed(field, texts, {}, words) : new Map<string, Read>();
      reads.set(field.name, texts.map((text) => readText(field, text, words, (name) => found.get(name) ?? { value: name, fault: words.nobody(name) })));
    }
    const pasted = pastedRows(plan, reads, edit);
    setRows(pasted);
    const send = toSend(pasted, edit, currency, rowId);
    if (send.length > 0) await run.preview({ rows: send }, {});
  });
  useEffect(() => {
    void Promise.resolve().then(read).catch((cause: unknown) => setFailed(toProblem(cause)));
  }, []);

  const aside = plan.columns.filter((c) => !c.field && c.texts.some((text) => text.trim() !== "")).map((c) => c.label);
  const seen = run.step.at === "preview" ? run.step.run : undefined;
  const table = rows ? <PastedTable rows={rows} seen={seen} edit={edit} rowId={rowId} /> : null;
  const nothing = rows !== null && run.step.at === "asking";
  return (
    <Modal opened onClose={() => onClose()} size="xl" title={t("bulk:paste_title", { count: plan.rows.length, shown: formatCount(plan.rows.length) })} closeButtonProps={{ "aria-label": t("ui:close") }} closeOnClickOutside={false}>
      {failed ? <ErrorBlock error={failed} /> : null}
      {aside.length > 0 ? <Notice tone="info">{t("bulk:paste_aside", { columns: aside.join(", ") })}</Notice> : null}
      {plan.left > 0 ? <Notice tone="warning">{t("bulk:paste_left", { count: plan.left })}</Notice> : null}
      {nothing ? (
        <>
          <Text size="sm" fw={600} mb="sm" role="status">
            {t("bulk:paste_nothing")}
          </Text>
          {table}
        </>
      ) : null}
      <RunSteps run={run} fields={edit.fields} kept={rows?.filter(({ cells }) => cells.some((c) => c.read.fault)).length} verb={(n) => t("bulk:do_change", { count: n, shown: formatCount(n) })} onClose={onClose}>
        {table}
      </RunSteps>
    </Modal>
  );
}

interface PastedTableProps<T> {
  rows: PastedRow<T>[];
  seen?: BulkRun;
  edit: GridEdit<T>;
  rowId: (row: T) => string;
}

// Old and new of each value, and beside it why a row stays.
function PastedTable<T extends object>({ rows, seen, edit, rowId }: PastedTableProps<T>) {
  const { t } = useTranslation("bulk");
  const fields = [...new Map(rows.flatMap(({ cells }) => cells.map((c) => [c.field.name, c.field] as const))).values()];
  return (
    <Scrollable className={classes.scroller} label={t("paste_table")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("record")}</th>
            {fields.map((f) => (
              <th key={f.name} scope="col">
                {f.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, cells }) => {
            const refused = seen?.refused.find((r) => r.id === rowId(row));
            const at = refused && cells.find((c) => refused.field && refused.field.startsWith(pointerOf(c.field)));
            return (
              <tr key={rowId(row)}>
                <th scope="row">
                  <span dir="auto">{edit.title(row)}</span>
                  {refused && !at ? <div className={classes.bad}>{refused.detail}</div> : null}
                </th>
                {fields.map((field) => {
                  const cell = cells.find((c) => c.field.name === field.name);
                  if (!cell) return <td key={field.name}>–</td>;
                  const why = cell.read.fault ?? (at === cell ? refused?.detail : undefined);
                  const record = edit.read(row);
                  return (
                    <td key={field.name}>
                      {cell.same ? (
                        <PendingValue field={field} value={cell.old} label={nameIn(record, field.labelField)} record={record} />
                      ) : (
                        <>
                          <span className={classes.old}>
                            <PendingValue field={field} value={cell.old} label={nameIn(record, field.labelField)} record={record} />
                          </span>
                          {" → "}
                          <PendingValue field={field} value={cell.read.value} label={cell.read.label ?? (cell.read.fault ? String(cell.read.value) : undefined)} record={record} />
                        </>
                      )}
                      {why ? <div className={classes.bad}>{why}</div> : null}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrollable>
  );
}

function nameIn(record: Record<string, unknown>, member: string | undefined): string | undefined {
  const name = member ? record[member] : undefined;
  return typeof name === "string" && name ? name : undefined;
}
