import { Select, Text, Title, UnstyledButton } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Screen } from "@/ui/Screen";
import classes from "../shared/admin.module.css";
import { moduleWord, rolesByModule, type Role } from "../shared/rights";
import { useRoles } from "../shared/useRoles";
import { RightsMatrix } from "./RightsMatrix";

/** The roles of the product and what each of them allows. */
export function RolesScreen() {
  const { t } = useTranslation("admin");
  const [params, set] = useParams();
  const roles = useRoles();
  const groups = rolesByModule(roles.items);
  const role = roles.items.find((r) => r.id === params["role"]) ?? groups[0]?.roles[0];
  return (
    <Screen>
      <PageHeader title={t("roles.title")} icon={IconShieldCheck}>
        <Text size="sm" c="dimmed">
          {t("roles.text")}
        </Text>
      </PageHeader>
      {roles.isPending ? <RecordSkeleton /> : null}
      {roles.isError ? <ErrorBlock error={roles.error} retry={() => void roles.refetch()} /> : null}
      {role ? (
        <div className={classes.panes}>
          <nav className={classes.side} aria-label={t("roles.title")}>
            {groups.map((group) => (
              <section key={group.module}>
                <h2>{moduleWord(group.module)}</h2>
                {group.roles.map((one) => (
                  <UnstyledButton
                    key={one.id}
                    className={classes.pick}
                    aria-current={one.id === role.id ? "true" : undefined}
                    onClick={() => set({ role: one.id }, { push: true })}
                  >
                    {one.label}
                  </UnstyledButton>
                ))}
              </section>
            ))}
          </nav>
          <div className={classes.phonePick}>
            <Select
              label={t("roles.role")}
              allowDeselect={false}
              value={role.id}
              data={groups.map((group) => ({ group: moduleWord(group.module), items: group.roles.map((r) => ({ value: r.id, label: r.label })) }))}
              onChange={(id) => id && set({ role: id })}
            />
          </div>
          <RoleView role={role} />
        </div>
      ) : null}
    </Screen>
  );
}

function RoleView({ role }: { role: Role }) {
  const { t } = useTranslation("admin");
  return (
    <div className={classes.main}>
      <div>
        <Title order={2}>{role.label}</Title>
        <Text size="sm" c="dimmed">
          {role.description} {t("roles.rights", { count: Object.keys(role.permissions).length })}
        </Text>
      </div>
      <RightsMatrix permissions={role.permissions} />
    </div>
  );
}
