import { Button } from "@mantine/core";
import { IconCalendarPlus, IconCash, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import type { FieldSpec } from "@/ui/form/fields";
import { formatMoney } from "@/ui/number";
import { RecordSkeleton } from "@/ui/RecordPage";
import { useCurrency } from "@/ui/session";
import { showFailed } from "@/ui/UndoToast";
import classes from "../shared/shared.module.css";
import { written, type Pay, type PayPeriod, type Person } from "../wire";
import { payFields } from "./fields";
import { Period, type PeriodAction } from "./Period";

type Panel = { kind: "change" } | { kind: "correct"; fact: PayPeriod } | null;

/** What somebody was, is and will be paid, for those who may read it. It has a version of its own. */
export function PayTab({ person, live }: { person: Person; live: boolean }) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const [panel, setPanel] = useState<Panel>(null);
  const path = `/hr/employees/${person.id}/facts/pay`;
  const pay = useGet<Pay>(path);
  if (pay.isPending) return <RecordSkeleton />;
  if (pay.isError) return <ErrorBlock error={pay.error} retry={() => void pay.refetch()} compact />;
  const periods = [...(pay.data.items ?? [])].sort((a, b) => b.valid_from.localeCompare(a.valid_from));
  const current = periods.find((p) => p.state === "current") ?? periods[0];
  const editable = live && pay.data.editable;
  const remove = (fact: PayPeriod) => api.delete(`${path}/${fact.id}`, pay.data.version).then(() => refresh("/hr", "/history"), showFailed);
  const actionsOf = (fact: PayPeriod): PeriodAction[] =>
    editable
      ? [
          { id: "correct", label: t("period.correct"), icon: IconPencil, run: () => setPanel({ kind: "correct", fact }) },
          { id: "remove", label: t("period.remove"), icon: IconTrash, run: () => void remove(fact) },
        ]
      : [];
  return (
    <div>
      <div className={classes.sectionHead}>
        <h2>{t("pay.history")}</h2>
        {editable ? (
          <div className={classes.buttons}>
            <Button size="xs" leftSection={<IconCalendarPlus size={16} stroke={1.75} />} onClick={() => setPanel({ kind: "change" })}>
              {current ? t("pay.change") : t("pay.first")}
            </Button>
            {current ? (
              <Button size="xs" variant="default" leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setPanel({ kind: "correct", fact: current })}>
                {t("pay.correct")}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {periods.length === 0 ? <EmptyBlock icon={IconCash} title={t("pay.none")} compact /> : null}
      <ol className={classes.periods} aria-label={t("pay.history")}>
        {periods.map((fact) => {
          const title = t(`pay.per.${fact.basis}`, { amount: formatMoney(fact) });
          return <Period key={fact.id} state={fact.state} name={title} title={<span className="lh-number">{title}</span>} from={fact.valid_from} to={fact.valid_to} actions={actionsOf(fact)} />;
        })}
      </ol>
      {panel ? <PayDialog person={person} path={path} version={pay.data.version} fact={panel.kind === "correct" ? panel.fact : undefined} now={current} onClose={() => setPanel(null)} /> : null}
    </div>
  );
}

interface PayDialogProps {
  person: Person;
  path: string;
  version: number;
  /** The period that is corrected; without it a new one begins on a day. */
  fact?: PayPeriod;
  now?: PayPeriod;
  onClose: () => void;
}

function PayDialog({ person, path, version, fact, now, onClose }: PayDialogProps) {
  const { t } = useTranslation("hr");
  const refresh = useRefresh();
  const currency = useCurrency();
  const shown = fact ?? now;
  const record = useMemo(() => (shown ? { basis: shown.basis, amount: shown.amount, currency: shown.currency } : undefined), [shown]);
  const defaults = useMemo(() => ({ from: person.hired_on, basis: "month", currency }), [person.hired_on, currency]);
  const fields = useMemo<FieldSpec[]>(
    () => [...(fact ? [] : [{ name: "from", label: t("job.from"), kind: "date" as const, required: true, help: t("job.from_help") }]), ...payFields(t)],
    [t, fact],
  );
  return (
    <ActionDialog<Pay>
      title={t(fact ? "pay.correct_title" : now ? "pay.change_title" : "pay.first_title", { name: person.name })}
      name={fact ? `hr.pay.correct/${fact.id}` : `hr.pay.change/${person.id}`}
      fields={fields}
      record={record}
      defaults={record ? undefined : defaults}
      submitLabel={t(fact ? "job.correct_submit" : now ? "job.change_submit" : "pay.first")}
      submit={(body, context) => api.post<Pay>(fact ? `${path}/${fact.id}/correct` : path, written(body), { version, idempotencyKey: context.idempotencyKey })}
      onSaved={() => void refresh("/hr", "/history")}
      onClose={onClose}
    />
  );
}
