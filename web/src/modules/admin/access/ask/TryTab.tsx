import { Select } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatCount } from "@/ui/number";
import { RecordSkeleton } from "@/ui/RecordPage";
import type { Version } from "../types";
import { classWord, useWords } from "../words";
import { resourceOf } from "./answer";
import classes from "./ask.module.css";
import { PersonPicker } from "./PersonPicker";
import { RecordPicker } from "./RecordPicker";
import { RightPicker } from "./RightPicker";
import { ScopeChip } from "./ScopeChip";
import { TriedRole } from "./TriedRole";

type Simulation = Schema<"AccessSimulation">;

/** What one person sees now and would see by a draft, without becoming them. */
export function TryTab() {
  const { t } = useTranslation("grants");
  const [params, set] = useParams();
  const { user, right, record, draft, role } = params;
  const answer = useGet<Simulation>("/access/simulate", { user, permission: right, id: record, draft, with: role }, { enabled: Boolean(user && right), keep: true });
  const drafts = useGet<{ items: Version[] }>("/access/versions", { state: ["draft", "submitted"] });
  const shown = user && right ? answer.data : undefined;
  return (
    <>
      <div className={classes.form}>
        <PersonPicker value={user} onChange={(next) => set({ user: next })} />
        <RightPicker value={right} onChange={(next) => set({ right: next, record: undefined })} />
        <RecordPicker permission={right} value={record} name={shown?.record?.id === record ? shown?.record?.title : undefined} onChange={(next) => set({ record: next })} />
        <Select
          label={t("try.draft")}
          placeholder={t(drafts.data?.items.length === 0 ? "try.no_draft" : "try.draft_hint")}
          data={(drafts.data?.items ?? []).map((d) => ({ value: d.id, label: d.name }))}
          value={draft ?? null}
          onChange={(next) => set({ draft: next ?? undefined, role: undefined })}
          clearable
          clearButtonProps={{ "aria-label": t("ui:clear") }}
          comboboxProps={{ shadow: "md" }}
        />
        <TriedRole draft={draft} value={role} onChange={(next) => set({ role: next })} />
      </div>
      {!user || !right ? <EmptyBlock icon={IconEye} title={t("ask.begin.try")} text={t("ask.begin_text.try")} /> : null}
      {user && right && answer.isPending ? <RecordSkeleton /> : null}
      {answer.isError ? <ErrorBlock error={answer.error} retry={() => void answer.refetch()} /> : null}
      {shown && !answer.isError ? <Tried simulation={shown} compared={Boolean(draft || role)} /> : null}
    </>
  );
}

function Tried({ simulation, compared }: { simulation: Simulation; compared: boolean }) {
  const { t } = useTranslation("grants");
  const words = useWords();
  const { user, permission, before, after, gained, lost, record, relation } = simulation;
  const same = gained === 0 && lost === 0 && before.cell.allow === after.cell.allow && before.cell.deny === after.cell.deny;
  return (
    <div className={classes.answer} aria-live="polite">
      <section className={classes.block}>
        <h2 dir="auto">{t("try.of", { name: user.name, right: words.right(permission) })}</h2>
        {record ? (
          <p dir="auto">{relation ? t("try.stands", { record: record.title, relation: t(`answer.relation.${relation}`) }) : record.title}</p>
        ) : null}
        <div className={classes.sides}>
          <Side title={t("try.now")} side={before} />
          {compared ? <Side title={t("try.then")} side={after} /> : null}
        </div>
      </section>
      {!compared ? <p className={classes.small}>{t("try.choose_draft")}</p> : null}
      {compared && same ? <p className={classes.small}>{t("try.same")}</p> : null}
      {compared && gained > 0 ? <Few title={t("try.gained", { count: gained, shown: formatCount(gained) })} few={simulation.few_gained} count={gained} permission={permission} /> : null}
      {compared && lost > 0 ? <Few title={t("try.lost", { count: lost, shown: formatCount(lost) })} few={simulation.few_lost} count={lost} permission={permission} /> : null}
    </div>
  );
}

function Side({ title, side }: { title: string; side: Simulation["before"] }) {
  const { t } = useTranslation("grants");
  return (
    <section className={classes.side}>
      <h3>{title}</h3>
      <div className={classes.words}>
        <ScopeChip scope={side.cell.allow} />
        {side.cell.deny !== "none" ? <ScopeChip scope={side.cell.deny} deny /> : null}
        {side.allowed !== undefined ? <strong>{t(side.allowed ? "try.allowed" : "try.refused")}</strong> : null}
      </div>
      {side.records !== undefined ? (
        <>
          <div className={classes.number}>{formatCount(side.records)}</div>
          <p className={classes.small}>{t("try.records", { count: side.records })}</p>
        </>
      ) : null}
      {side.hidden.length > 0 ? <p className={classes.small}>{t("try.hidden", { fields: side.hidden.map(classWord).join(", ") })}</p> : null}
    </section>
  );
}

function Few({ title, few, count, permission }: { title: string; few: Simulation["few_gained"]; count: number; permission: string }) {
  const { t } = useTranslation("grants");
  return (
    <section className={classes.block}>
      <h3>{title}</h3>
      <ul className={classes.names}>
        {few.map(({ id, title: name }) => (
          <li key={id}>
            <EntityLink entity={resourceOf(permission)} id={id} label={name} />
          </li>
        ))}
      </ul>
      {count > few.length ? <p className={classes.small}>{t("try.more", { count: count - few.length, shown: formatCount(count - few.length) })}</p> : null}
    </section>
  );
}
