import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { today } from "@/ui/dates";
import { DateText } from "@/ui/DateText";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { RecordSkeleton } from "@/ui/RecordPage";
import classes from "../shared/shared.module.css";
import type { Items, Person, Spell } from "../wire";
import { Period } from "./Period";

/** When somebody was with us: each employment with its end and from when service counts. */
export function EmploymentsTab({ person }: { person: Person }) {
  const { t } = useTranslation("hr");
  const spells = useGet<Items<Spell>>(`/hr/employees/${person.id}/employments`);
  if (spells.isPending) return <RecordSkeleton />;
  if (spells.isError) return <ErrorBlock error={spells.error} retry={() => void spells.refetch()} compact />;
  const rows = [...(spells.data.items ?? [])].sort((a, b) => b.number - a.number);
  return (
    <ol className={classes.periods} aria-label={t("spell.tab")}>
      {rows.map((spell) => (
        <Period key={spell.id} state={stateOf(spell)} name={t("spell.number", { number: spell.number })} title={t("spell.number", { number: spell.number })} from={spell.hired_on} to={spell.last_day}>
          {spell.end_reason ? <div>{t("spell.reason", { reason: spell.end_reason })}</div> : null}
          {spell.seniority_from !== spell.hired_on ? (
            <div>
              {t("spell.seniority")} <DateText value={spell.seniority_from} />
            </div>
          ) : null}
          {spell.announced ? <div className={classes.muted}>{t("spell.announced")}</div> : null}
        </Period>
      ))}
    </ol>
  );
}

function stateOf(spell: Spell): "past" | "current" | "upcoming" {
  const now = today();
  if (spell.hired_on > now) return "upcoming";
  return spell.last_day !== undefined && spell.last_day < now ? "past" : "current";
}
