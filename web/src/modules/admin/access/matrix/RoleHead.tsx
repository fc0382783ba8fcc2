import { Badge, Button, Group } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import type { Role } from "../types";
import classes from "./matrix.module.css";

interface RoleHeadProps {
  role: Role;
  roles: Role[];
  /** The draft in which it is looked at. */
  draft?: string;
  /** At the end: the keys of the grid. */
  aside?: ReactNode;
  onEdit?: () => void;
  onRemove?: () => void;
}

/** What a role is for, whose rules it has besides its own, and who has it. */
export function RoleHead({ role, roles, draft, aside, onEdit, onRemove }: RoleHeadProps) {
  const { t } = useTranslation("access");
  const nameOf = (id: string) => roles.find((r) => r.id === id)?.name ?? id;
  const query = draft ? `?draft=${draft}` : "";
  const own = !role.shipped;
  return (
    <div className={classes.roleHead}>
      <div>
        <div className={classes.roleName}>
          <h2 dir="auto">{role.name}</h2>
          <code className={classes.raw}>{role.id}</code>
          <Badge size="sm" variant="default">
            {t(role.fixed ? "roles.is_fixed" : own ? "roles.is_own" : "roles.is_shipped")}
          </Badge>
        </div>
        <p className={classes.facts}>
          {role.note ? <bdi>{role.note}</bdi> : null}
          {role.note ? " · " : ""}
          <AppLink to={`/admin/access/roles/${role.id}${query}`} fz="inherit" underline="always">
            {t("matrix.members", { count: role.members })}
          </AppLink>
          {role.inherits.length > 0 ? (
            <>
              {" · "}
              {t("roles.inherits")}{" "}
              {role.inherits.map((id, at) => (
                <Fragment key={id}>
                  {at > 0 ? ", " : ""}
                  <AppLink to={draft ? `/admin/access/drafts/${draft}?role=${id}` : `/admin/access?role=${id}`} fz="inherit" underline="always">
                    {nameOf(id)}
                  </AppLink>
                </Fragment>
              ))}
            </>
          ) : null}
        </p>
        {role.fixed ? <p className={classes.facts}>{t("refusals.fixed")}</p> : null}
      </div>
      {own && (onEdit || onRemove) ? (
        <Group gap="xs">
          {onEdit ? (
            <Button size="compact-sm" variant="default" leftSection={<IconPencil size={14} stroke={1.75} />} onClick={onEdit}>
              {t("roles.edit")}
            </Button>
          ) : null}
          {onRemove ? (
            <Button size="compact-sm" variant="default" color="red" leftSection={<IconTrash size={14} stroke={1.75} />} onClick={onRemove}>
              {t("roles.remove")}
            </Button>
          ) : null}
        </Group>
      ) : null}
      {aside}
    </div>
  );
}
