import { Button, Group, Tooltip } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoleRequest } from "@/api/access";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { Rows, type RowColumn } from "@/ui/Rows";
import { useCan, useMe } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone, showFailed } from "@/ui/UndoToast";
import admin from "../../shared/admin.module.css";
import { touched } from "../person/GiveRole";
import { fromWord, untilWord } from "../person/period";
import { Decide } from "./Decide";

interface RequestRowsProps {
  label: string;
  requests: RoleRequest[];
}

/** Roles that were asked for. Whoever may approves or refuses in the row; nobody decides about themselves. */
export function RequestRows({ label, requests }: RequestRowsProps) {
  const { t } = useTranslation("grants");
  const can = useCan();
  const [deciding, setDeciding] = useState<{ request: RoleRequest; approve: boolean } | null>(null);
  const reads = can("access.policy.read");
  const columns: RowColumn<RoleRequest>[] = [
    {
      key: "who",
      label: t("requests.who"),
      cell: (r) =>
        reads ? (
          <AppLink to={`/admin/access/people/${r.user.id}`} fz="inherit">
            <span dir="auto">{r.user.name}</span>
          </AppLink>
        ) : (
          <span dir="auto">{r.user.name}</span>
        ),
    },
    {
      key: "role",
      label: t("role.label"),
      cell: (r) => (
        <div>
          {reads ? (
            <AppLink to={`/admin/access/roles/${encodeURIComponent(r.role)}`} fz="inherit">
              {r.role_name}
            </AppLink>
          ) : (
            r.role_name
          )}
          {r.reason ? (
            <span className={admin.second} dir="auto">
              {r.reason}
            </span>
          ) : null}
        </div>
      ),
    },
    { key: "from", label: t("give.from"), cell: (r) => (r.valid_from ? fromWord(r.valid_from) : t("requests.at_once")) },
    { key: "to", label: t("give.to"), cell: (r) => (r.valid_to ? untilWord(r.valid_to) : t("person.open_end")) },
    {
      key: "by",
      label: t("requests.by"),
      cell: (r) => (
        <div>
          <span dir="auto">{r.requested_by.id === r.user.id ? t("requests.themselves") : r.requested_by.name}</span>
          <span className={admin.second}>
            <DateText value={r.created_at} relative />
          </span>
        </div>
      ),
    },
    { key: "act", label: t("person.act"), bare: true, width: 210, cell: (r) => <Act request={r} onDecide={(approve) => setDeciding({ request: r, approve })} /> },
  ];
  return (
    <>
      <Rows<RoleRequest> label={label} rows={requests} rowKey={(r) => r.id} columns={columns} faded={(r) => r.state === "withdrawn"} />
      {deciding ? <Decide {...deciding} onClose={() => setDeciding(null)} /> : null}
    </>
  );
}

function Act({ request, onDecide }: { request: RoleRequest; onDecide: (approve: boolean) => void }) {
  const { t } = useTranslation("grants");
  const can = useCan();
  const me = useMe();
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const mine = request.requested_by.id === me.user.id;
  const named = { name: request.user.name, role: request.role_name };
  if (request.state !== "open") return <Decided request={request} />;
  const withdraw = async () => {
    setBusy(true);
    try {
      await api.post(`/access/requests/${request.id}/withdraw`, {}, { version: request.version });
      showDone(t("requests.withdrawn"));
      await refresh(...touched);
    } catch (cause) {
      showFailed(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {can("access.assignment.approve") && !mine && request.user.id !== me.user.id ? (
        <>
          <Button size="compact-sm" onClick={() => onDecide(true)} aria-label={t("requests.approve_named", named)}>
            {t("requests.approve")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onDecide(false)} aria-label={t("requests.refuse_named", named)}>
            {t("requests.refuse")}
          </Button>
        </>
      ) : null}
      {mine ? (
        <Button size="compact-sm" variant="default" loading={busy} onClick={() => void withdraw()} aria-label={t("requests.withdraw_named", named)}>
          {t("requests.withdraw")}
        </Button>
      ) : null}
      {can("access.assignment.approve") && !mine && request.user.id === me.user.id ? (
        <Tooltip label={t("requests.not_yourself")}>
          <Button size="compact-sm" variant="default" data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
            {t("requests.approve")}
          </Button>
        </Tooltip>
      ) : null}
    </Group>
  );
}

function Decided({ request }: { request: RoleRequest }) {
  const { t } = useTranslation("grants");
  return (
    <div>
      <StatusBadge kind="access.request" state={request.state} label={t(`requests.state.${request.state}`)} />
      {request.decided_by && request.decided_by.id !== request.requested_by.id ? (
        <span className={admin.second} dir="auto">
          {[request.decided_by.name, request.note].filter(Boolean).join(": ")}
        </span>
      ) : null}
    </div>
  );
}
