import { Text } from "@mantine/core";
import { IconHistory, IconRobot, IconUser } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Member } from "@/api/identity";
import { useGet } from "@/api/query";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { useCan } from "@/ui/session";
import { AuditFrame } from "./AuditFrame";
import { actorWord, channels, tables, tableWord, touchedWord, type ChangeSet } from "./words";

/** Everything that changed anything, newest first: when, who, through what, and which records. */
export function AuditList() {
  const { t } = useTranslation("admin");
  const can = useCan();
  const people = useGet<{ items?: Member[] | null }>("/identity/users", { limit: 200, sort: "name" }, { enabled: can("identity.user.read"), staleTime: 60_000 });
  const columns = useMemo<GridColumn<ChangeSet>[]>(
    () => [
      { key: "at", label: t("audit.at"), kind: "instant", sort: true, filter: true, width: 170, card: true },
      {
        key: "actor",
        label: t("audit.actor"),
        kind: "choice",
        options: (people.data?.items ?? []).map((m) => ({ value: m.id, label: m.name })),
        filter: (people.data?.items ?? []).length > 0,
        value: (s) => actorWord(s.actor),
        cell: (s) => (
          <Text span fz="inherit" dir="auto" style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
            {s.actor.kind === "user" ? <IconUser size={14} stroke={1.75} aria-hidden /> : <IconRobot size={14} stroke={1.75} aria-hidden />}
            {actorWord(s.actor)}
          </Text>
        ),
        exportAs: ["actor.name", "actor.id"],
        width: 190,
        card: true,
      },
      { key: "via", label: t("audit.via"), kind: "choice", options: channels.map((value) => ({ value, label: t(`audit.channels.${value}`) })), filter: true, cell: (s) => t(`audit.channels.${s.via}`), width: 130, card: true },
      { key: "table", label: t("audit.what"), kind: "choice", options: tables.map((value) => ({ value, label: tableWord(value) })), filter: true, value: touchedWord, cell: (s) => <span title={touchedWord(s)}>{touchedWord(s)}</span>, exportAs: "summary", width: 420, card: true },
      { key: "op", label: t("audit.op"), kind: "choice", options: (["created", "updated", "deleted"] as const).map((value) => ({ value, label: t(`audit.ops.${value}`) })), filter: true, hidden: true },
      { key: "changes", label: t("audit.rows"), kind: "number", width: 100 },
      { key: "reason", label: t("audit.reason"), width: 220 },
      { key: "request_id", label: t("audit.request"), kind: "code", filter: true, hidden: true },
      { key: "operation_id", label: t("audit.operation"), kind: "code", filter: true, hidden: true },
      { key: "token_id", label: t("audit.token"), kind: "code", filter: true, hidden: true },
      { key: "record", label: t("audit.record"), kind: "code", filter: true, hidden: true, exportAs: false },
    ],
    [t, people.data],
  );
  return (
    <AuditFrame here="changes">
      <DataGrid<ChangeSet>
        name="history.changes"
        label={t("audit.places.changes")}
        endpoint="/history/changes"
        columns={columns}
        defaultSort="-at"
        exportable={can("history.change.export")}
        href={(s) => `/admin/audit/${s.id}`}
        empty={<EmptyBlock icon={IconHistory} title={t("audit.none")} text={t("audit.none_text")} />}
      />
    </AuditFrame>
  );
}
