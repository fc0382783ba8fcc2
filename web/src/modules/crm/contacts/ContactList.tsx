import { Button, Group } from "@mantine/core";
import { IconPlus, IconTrash, IconUpload, IconUser } from "@tabler/icons-react";
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
import { accountOfNew } from "../shared/newFor";
import { offerUndo } from "../shared/undo";
import { flat, written, type Contact } from "../wire";
import { ContactForm } from "./ContactForm";
import { ContactDetail } from "./ContactPage";
import { contactFields } from "./fields";
import { useContactColumns } from "./useContactColumns";

/** All contacts that one may see. */
export function ContactList() {
  const { t } = useTranslation("crm");
  const can = useCan();
  const go = useGo();
  const refresh = useRefresh();
  const [params, set] = useParams();
  const close = () => set({ new: undefined });
  const columns = useContactColumns();
  const edit = useMemo<GridEdit<Contact>>(
    () => ({ entity: "crm.contact", fields: contactFields(t, { assign: can("crm.contact.assign") && can("identity.user.read") }), read: flat, write: written, away: "delete", owner: "owner_id", title: (c) => c.name }),
    [t, can],
  );
  const actions: RowAction<Contact>[] = [
    {
      id: "delete", label: t("delete"), icon: <IconTrash size={16} stroke={1.75} />, danger: true, hidden: () => !can("crm.contact.delete"),
      run: async (c) => {
        await api.delete(`/crm/contacts/${c.id}`, c.version);
        offerUndo(t("contact.deleted", { name: c.name }), () => refresh("/crm/contacts"));
        await refresh("/crm/contacts");
      },
    },
  ];
  return (
    <Screen>
      <PageHeader
        title={t("contact.title")}
        icon={IconUser}
        actions={
          can("crm.contact.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("contact.new")}
            </Button>
          ) : null
        }
      />
      <DataGrid<Contact>
        name="crm.contacts"
        label={t("contact.title")}
        endpoint="/crm/contacts"
        entity="crm.contact"
        columns={columns}
        arrange
        defaultSort="name"
        href={(c) => `/crm/contacts/${c.id}`}
        preview={(c) => ({ title: c.name, body: <ContactDetail id={c.id} /> })}
        actions={actions}
        edit={edit}
        exportable={can("crm.contact.export")}
        empty={
          <EmptyBlock
            icon={IconUser}
            title={t("contact.none")}
            text={t("contact.none_text")}
            action={
              <Group gap="sm" justify="center">
                {can("crm.contact.create") ? <Button onClick={() => set({ new: "1" })}>{t("contact.new")}</Button> : null}
                {can("crm.contact.import") ? (
                  <Button variant="default" leftSection={<IconUpload size={18} stroke={1.75} />} onClick={() => go("/admin/imports?target=crm.contacts")}>
                    {t("import")}
                  </Button>
                ) : null}
              </Group>
            }
          />
        }
      />
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("contact.new")}>
        <ContactForm account={accountOfNew(params["new"])} onDone={close} />
      </SidePanel>
    </Screen>
  );
}
