import { Button, Group } from "@mantine/core";
import { IconBuilding, IconPlus, IconTrash, IconUpload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridEdit, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { offerUndo } from "../shared/undo";
import { flat, written, type Account } from "../wire";
import { AccountForm } from "./AccountForm";
import { AccountDetail } from "./AccountPage";
import { accountFields } from "./fields";
import { useAccountColumns } from "./useAccountColumns";

/** All accounts that one may see. */
export function AccountList() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const close = () => set({ new: undefined });
  const columns = useAccountColumns();
  const edit = useMemo<GridEdit<Account>>(
    () => ({ entity: "crm.account", fields: accountFields(t, can("crm.account.assign") && can("identity.user.read")), read: flat, write: written, away: "delete", owner: "owner_id", title: (a) => a.name }),
    [t, can],
  );
  const actions: RowAction<Account>[] = [
    { id: "deal", label: t("deal.new"), icon: <IconPlus size={16} stroke={1.75} />, hidden: () => !can("crm.deal.create"), run: (a) => go(`/crm/deals?new=account:${a.id}`) },
    { id: "order", label: t("order.new"), icon: <IconPlus size={16} stroke={1.75} />, hidden: () => !can("crm.order.create"), run: (a) => go(`/crm/orders?new=account:${a.id}`) },
    {
      id: "delete", label: t("delete"), icon: <IconTrash size={16} stroke={1.75} />, danger: true, hidden: () => !can("crm.account.delete"),
      run: async (a) => {
        await api.delete(`/crm/accounts/${a.id}`, a.version);
        offerUndo(t("account.deleted", { name: a.name }), () => refresh("/crm/accounts"));
        await refresh("/crm/accounts");
      },
    },
  ];
  return (
    <Screen>
      <PageHeader
        title={t("account.title")}
        icon={IconBuilding}
        actions={
          can("crm.account.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("account.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Account>
        name="crm.accounts"
        label={t("account.title")}
        endpoint="/crm/accounts"
        entity="crm.account"
        columns={columns}
        defaultSort="name"
        arrange
        kanban={can("crm.account.update") ? { fields: ["lifecycle", "owner_id"], move: (a, field, value) => api.patch<Account>(`/crm/accounts/${a.id}`, { [field]: value }, a.version) } : undefined}
        href={(a) => `/crm/accounts/${a.id}`}
        preview={(a) => ({ title: a.name, body: <AccountDetail id={a.id} /> })}
        actions={actions}
        edit={edit}
        exportable={can("crm.account.export")}
        empty={
          <EmptyBlock
            icon={IconBuilding}
            title={t("account.none")}
            text={t("account.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("crm.account.create") ? <Button onClick={() => set({ new: "1" })}>{t("account.new")}</Button> : null}
                {can("crm.account.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=crm.accounts")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("account.new")}>
        <AccountForm onDone={close} />
      </SidePanel>
    </Screen>
  );
}
