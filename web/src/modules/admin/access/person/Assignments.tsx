import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Assignment } from "@/api/access";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { Rows } from "@/ui/Rows";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showDone } from "@/ui/UndoToast";
import admin from "../../shared/admin.module.css";
import { touched } from "./GiveRole";
import { fromWord, stateOf, untilWord } from "./period";

interface AssignmentsProps {
  name: string;
  assignments: Assignment[];
  /** Gives a role another end. */
  onExtend: (role: string) => void;
}

/** The roles of a person: since when, until when, by whom and why. */
export function Assignments({ name, assignments, onExtend }: AssignmentsProps) {
  const { t } = useTranslation("grants");
  const can = useCan();
  const [taking, setTaking] = useState<Assignment | null>(null);
  const gives = can("access.assignment.assign");
  if (assignments.length === 0) return <EmptyBlock compact title={t("person.no_roles")} text={t("person.no_roles_text", { name })} />;
  return (
    <>
      <Rows<Assignment>
        label={t("person.roles")}
        rows={assignments}
        rowKey={(a) => a.id}
        faded={(a) => stateOf(a) === "ended"}
        columns={[
          {
            key: "role",
            label: t("role.label"),
            cell: (a) => (
              <div>
                <AppLink to={`/admin/access/roles/${encodeURIComponent(a.role)}`} fz="inherit">
                  {a.role_name}
                </AppLink>
                {a.reason ? (
                  <span className={admin.second} dir="auto">
                    {a.reason}
                  </span>
                ) : null}
              </div>
            ),
          },
          { key: "state", label: t("person.holds"), cell: (a) => <StatusBadge kind="access.assignment" state={a.kind === "emergency" ? "emergency" : stateOf(a)} label={t(`person.state.${a.kind === "emergency" ? "emergency" : stateOf(a)}`)} /> },
          { key: "from", label: t("give.from"), cell: (a) => (a.valid_from ? fromWord(a.valid_from) : t("person.always")) },
          { key: "to", label: t("give.to"), cell: (a) => (a.valid_to ? untilWord(a.valid_to) : t("person.open_end")) },
          {
            key: "by",
            label: t("person.given_by"),
            cell: (a) => (
              <div>
                <span dir="auto">{a.granted_by}</span>
                {a.approver ? <span className={admin.second}>{t("person.approved_by", { name: a.approver.name })}</span> : null}
                {a.alone ? <span className={admin.second}>{t("person.alone")}</span> : null}
              </div>
            ),
          },
          ...(gives
            ? [
                {
                  key: "act",
                  label: t("person.act"),
                  bare: true,
                  width: 190,
                  cell: (a: Assignment) =>
                    a.kind === "emergency" ? null : (
                      <Group gap={4} wrap="nowrap" justify="flex-end">
                        {a.valid_to ? (
                          <Button size="compact-sm" variant="default" onClick={() => onExtend(a.role)} aria-label={t("give.extend_named", { role: a.role_name })}>
                            {t("give.extend")}
                          </Button>
                        ) : null}
                        <Button size="compact-sm" variant="default" onClick={() => setTaking(a)} aria-label={t("take.named", { role: a.role_name })}>
                          {t("take.button")}
                        </Button>
                      </Group>
                    ),
                },
              ]
            : []),
        ]}
      />
      {taking ? <TakeRole name={name} assignment={taking} onClose={() => setTaking(null)} /> : null}
    </>
  );
}

function TakeRole({ name, assignment, onClose }: { name: string; assignment: Assignment; onClose: () => void }) {
  const { t } = useTranslation("grants");
  const refresh = useRefresh();
  return (
    <ActionDialog<void>
      title={t("take.title", { name, role: assignment.role_name })}
      name={`access.assignment/${assignment.id}/take`}
      danger
      submitLabel={t("take.button")}
      onClose={onClose}
      before={<p className={admin.dimmed}>{t("take.text")}</p>}
      submit={() => api.delete(`/access/assignments/${assignment.id}`)}
      onSaved={() => {
        showDone(t("take.done", { name, role: assignment.role_name }));
        void refresh(...touched);
      }}
    />
  );
}
