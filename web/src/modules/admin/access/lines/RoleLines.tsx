import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { Rows } from "@/ui/Rows";
import { StatusBadge } from "@/ui/StatusBadge";
import type { Difference, Role, Whole } from "../types";
import classes from "./lines.module.css";

interface RoleLinesProps {
  draft: Whole;
  difference: Difference | undefined;
  roles: Role[];
}

interface Line {
  id: string;
  name: string;
  note: string;
  inherits: string[];
  mark?: "added" | "changed" | "removed";
}

/** The organisation's own roles, and whose rules they have, too. */
export function RoleLines({ draft, difference, roles }: RoleLinesProps) {
  const { t } = useTranslation("access");
  const edges = [...(difference?.added_inherits ?? []), ...(difference?.removed_inherits ?? [])];
  const has = (list: { id: string }[] | undefined, id: string) => list?.some((r) => r.id === id) ?? false;
  const lines: Line[] = [
    ...draft.policy.roles.map((role) => ({
      ...role,
      inherits: draft.policy.inherits.filter((e) => e.role === role.id).map((e) => e.parent),
      mark: has(difference?.added_roles, role.id) ? ("added" as const) : has(difference?.changed_roles, role.id) || edges.some((e) => e.role === role.id) ? ("changed" as const) : undefined,
    })),
    ...(difference?.removed_roles ?? []).filter((role) => !has(draft.policy.roles, role.id)).map((role) => ({ ...role, inherits: [], mark: "removed" as const })),
  ];
  if (lines.length === 0) return null;
  // Only a draft has a matrix of its own.
  const pathOf = (id: string) => (draft.state === "draft" || draft.state === "submitted" ? `/admin/access/drafts/${draft.id}?role=${id}` : `/admin/access/roles/${id}`);
  const nameOf = (id: string) => roles.find((r) => r.id === id)?.name ?? id;
  return (
    <section className={classes.block} aria-label={t("roles.own")}>
      <h2>{t("roles.own")}</h2>
      <Rows<Line>
        label={t("roles.own")}
        rows={lines}
        rowKey={(line) => line.id}
        faded={(line) => line.mark === "removed"}
        columns={[
          {
            key: "name",
            label: t("roles.role"),
            cell: (line) => (
              <>
                {line.mark === "removed" ? <bdi>{line.name}</bdi> : <AppLink to={pathOf(line.id)} fz="inherit"><bdi>{line.name}</bdi></AppLink>}
                <code className={classes.second}>{line.id}</code>
              </>
            ),
          },
          { key: "inherits", label: t("roles.inherits_field"), cell: (line) => line.inherits.map(nameOf).join(", ") || t("roles.inherits_none") },
          { key: "note", label: t("roles.note"), cell: (line) => (line.note ? <bdi>{line.note}</bdi> : null) },
          ...(difference ? [{ key: "mark", label: t("lines.mark"), cell: (line: Line) => (line.mark ? <StatusBadge kind="access.line" state={line.mark} label={t(`marks.${line.mark}`)} /> : null) }] : []),
        ]}
      />
    </section>
  );
}
