import { IconHistory, IconRobot, IconUser } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "@/api/identity";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { useEntities } from "@/ui/registry";
import { useCan } from "@/ui/session";
import { showValue } from "@/ui/value";
import classes from "./audit.module.css";
import { AuditFrame } from "./AuditFrame";
import { actorWord, channels, factWord, factKinds } from "./words";

type Fact = Schema<"HistoryFact">;

/** What is worth knowing and changed no record: sign-ins, refusals, exports, reads of pay. */
export function FactList() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const people = useGet<{ items?: Member[] | null }>("/identity/users", { limit: 200, sort: "name" }, { enabled: can("identity.user.read"), staleTime: 60_000 });
  const entities = useEntities();
  const columns = useMemo<GridColumn<Fact>[]>(() => {
    const kindOf = (entity?: string) => t(entities[entity ?? ""]?.label ?? "audit.a_record");
    const members = people.data?.items ?? [];
    return [
      { key: "at", label: t("audit.at"), kind: "instant", sort: true, filter: true, width: 170, card: true },
      { key: "kind", label: t("audit.fact"), kind: "choice", options: factKinds.map((value) => ({ value, label: factWord(value) })), filter: true, cell: (f) => factWord(f.kind), width: 190, card: true },
      {
        key: "actor",
        label: t("audit.actor"),
        kind: "choice",
        options: members.map((m) => ({ value: m.id, label: m.name })),
        filter: members.length > 0,
        value: (f) => actorWord(f.actor),
        cell: (f) => (
          <span dir="auto" className={classes.who}>
            {f.actor.kind === "user" ? <IconUser size={14} stroke={1.75} aria-hidden /> : <IconRobot size={14} stroke={1.75} aria-hidden />}
            {actorWord(f.actor)}
          </span>
        ),
        exportAs: ["actor.name", "actor.id"],
        width: 180,
        card: true,
      },
      { key: "title", label: t("audit.about"), cell: (f) => (f.entity_id ? <EntityLink entity={f.entity ?? ""} id={f.entity_id} label={f.title || kindOf(f.entity)} /> : null), exportAs: ["entity", "entity_id"], width: 170 },
      { key: "summary", label: t("audit.detail"), value: (f) => showValue(f.detail), cell: (f) => <span title={showValue(f.detail)}>{showValue(f.detail) || showValue(null)}</span>, exportAs: "summary", width: 340, card: true },
      { key: "address", label: t("audit.address"), kind: "code", filter: true, width: 130 },
      { key: "via", label: t("audit.via"), kind: "choice", options: channels.map((value) => ({ value, label: t(`audit.channels.${value}`) })), filter: true, cell: (f) => t(`audit.channels.${f.via}`), hidden: true },
      { key: "reason", label: t("audit.reason"), hidden: true },
      { key: "policy_version", label: t("audit.policy_version"), hidden: true },
      { key: "request_id", label: t("audit.request"), kind: "code", filter: true, hidden: true },
      { key: "token_id", label: t("audit.token"), kind: "code", filter: true, hidden: true },
    ];
  }, [t, people.data, entities]);
  return (
    <AuditFrame here="facts">
      <DataGrid<Fact>
        name="history.facts"
        label={t("audit.places.facts")}
        endpoint="/history/facts"
        columns={columns}
        defaultSort="-at"
        searchable={false}
        exportable={can("history.change.export")}
        empty={<EmptyBlock icon={IconHistory} title={t("audit.no_facts")} text={t("audit.no_facts_text")} />}
      />
    </AuditFrame>
  );
}
