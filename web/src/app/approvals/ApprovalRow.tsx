import { Button, Group } from "@mantine/core";
import { IconCheck, IconEye, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { linkProps } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { formatDay, formatInstant } from "@/ui/dates";
import type { FieldSpec } from "@/ui/form/fields";
import { formatCount } from "@/ui/number";
import { showFailed } from "@/ui/UndoToast";
import { wordsOf } from "@/ui/words";
import classes from "./approvals.module.css";
import type { Approval } from "./useApprovals";

type Decision = NonNullable<Approval["decisions"]>[number];
type Fact = NonNullable<Approval["facts"]>[number];

const icons = { approve: IconCheck, refuse: IconX, review: IconEye } as const;

/** One thing that waits: what, who asks since when and why, and its decisions. One that is decided on its own page has only the way there. */
export function ApprovalRow({ item, path }: { item: Approval; path: string }) {
  const { t } = useTranslation("app");
  const refresh = useRefresh();
  const [asking, setAsking] = useState<Decision | null>(null);
  const [busy, setBusy] = useState(false);
  const decisions = item.decisions ?? [];
  const decide = async (decision: Decision, note?: string) => {
    await api.post(decision.path, decision.note === "none" ? undefined : { note: note ?? "" }, item.version ? { version: item.version } : {});
    await refresh(...new Set([`/${decision.path.split("/")[1] ?? ""}`, "/history"]));
  };
  const begin = (decision: Decision) => {
    if (decision.note !== "none") {
      setAsking(decision);
      return;
    }
    setBusy(true);
    decide(decision)
      .catch(showFailed)
      .finally(() => setBusy(false));
  };
  return (
    <li className={classes.item}>
      <div className={classes.what}>
        <span className={classes.subject} dir="auto">
          {item.subject}
        </span>
        <span className={classes.meta}>
          {item.by ? <span dir="auto">{t("approvals.by", { name: item.by })}</span> : null}
          <DateText value={item.since} relative />
          {item.due ? <span>{t("approvals.due", { day: formatDay(item.due) })}</span> : null}
          {(item.facts ?? []).map((fact) => (
            <span key={fact.name}>
              {t(`approvals.fact.${fact.name}`, { defaultValue: wordsOf(fact.name) })}: <b>{shown(fact)}</b>
            </span>
          ))}
        </span>
        {item.reason ? (
          <q className={classes.reason} dir="auto">
            {item.reason}
          </q>
        ) : null}
      </div>
      <Group gap="xs" wrap="nowrap" className={classes.acts}>
        {decisions.map((decision) => {
          const Mark = icons[decision.id];
          return (
            <Button
              key={decision.id}
              size="xs"
              variant={decision.id === "refuse" ? "default" : "filled"}
              leftSection={<Mark size={15} stroke={2} />}
              loading={busy}
              onClick={() => begin(decision)}
              aria-label={`${t(`approvals.act.${decision.id}`)}: ${item.subject}`}
            >
              {t(`approvals.act.${decision.id}`)}
            </Button>
          );
        })}
        <Button size="xs" variant={decisions.length > 0 ? "subtle" : "default"} color="gray" renderRoot={(props) => <Link {...props} {...linkProps(path)} />} aria-label={`${t("approvals.open")}: ${item.subject}`}>
          {t("approvals.open")}
        </Button>
      </Group>
      {asking ? (
        <ActionDialog<void>
          title={`${t(`approvals.act.${asking.id}`)}: ${item.subject}`}
          name={`approval/${item.id}/${asking.id}`}
          fields={noteField(t("approvals.note"), asking.note === "required")}
          submitLabel={t(`approvals.act.${asking.id}`)}
          danger={asking.id === "refuse"}
          submit={(body) => decide(asking, String(body["note"] ?? ""))}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </li>
  );
}

function noteField(label: string, required: boolean): FieldSpec[] {
  return [{ name: "note", label, kind: "textarea", required, maxLength: 500, wide: true }];
}

function shown(fact: Fact): string {
  if (fact.kind === "instant") return formatInstant(fact.value);
  if (fact.kind === "day") return formatDay(fact.value);
  return fact.kind === "count" ? formatCount(Number(fact.value)) : fact.value;
}
