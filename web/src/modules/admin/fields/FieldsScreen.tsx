import { Button, Select, Tabs, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconForms, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useParams } from "@/ui/address";
import { labelOf, type CustomField } from "@/ui/custom/wire";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import admin from "../shared/admin.module.css";
import { ArchivedFields } from "./ArchivedFields";
import { FieldList } from "./FieldList";
import { FieldPanel } from "./FieldPanel";
import classes from "./fields.module.css";
import type { FieldItems } from "./types";
import { useObjects } from "./useObjects";

/** The fields that the organisation gives its objects, one object at a time. */
export function FieldsScreen() {
  const { t } = useTranslation("fields");
  const can = useCan();
  const phone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const [params, set] = useParams();
  const objects = useObjects();
  // A link to a field names the field alone: it knows whose it is.
  const linked = useGet<CustomField>(`/custom-fields/${params["open"]}`, undefined, { enabled: Boolean(params["open"]) && !params["entity"] });
  const object = objects.find((one) => one.entity === (params["entity"] ?? linked.data?.entity)) ?? objects[0];
  const entity = object?.entity ?? "";
  const found = useGet<FieldItems>("/custom-fields", { entity, archived: true }, { enabled: entity !== "" });
  const all = found.data?.items ?? [];
  const live = all.filter((field) => !field.archived_at);
  const archived = all.filter((field) => field.archived_at);
  const manage = can("custom.field.manage");
  const opened = live.find((field) => field.id === params["open"]);
  const choose = (next: string | null) => set({ entity: next ?? undefined, open: undefined, new: undefined }, { push: true });
  const close = () => set({ open: undefined, new: undefined });
  const make = manage ? (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
      {t("new")}
    </Button>
  ) : null;
  return (
    <Screen>
      <PageHeader title={t("title")} icon={IconForms} actions={live.length > 0 ? make : null} />
      <div className={admin.page}>
        <Text size="sm" c="dimmed" maw={720}>
          {t("text")}
        </Text>
        {phone ? (
          <Select aria-label={t("object")} allowDeselect={false} value={entity} data={objects.map((one) => ({ value: one.entity, label: one.label }))} onChange={choose} />
        ) : (
          <Tabs value={entity} onChange={choose} keepMounted={false}>
            <Tabs.List aria-label={t("object")}>
              {objects.map(({ entity: name, label, icon: Mark }) => (
                <Tabs.Tab key={name} value={name} leftSection={<Mark size={16} stroke={1.75} aria-hidden />} aria-controls={undefined}>
                  {label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
        )}
        {found.isPending && entity ? <RecordSkeleton /> : null}
        {found.isError ? <ErrorBlock error={found.error} retry={() => void found.refetch()} /> : null}
        {object && found.isSuccess ? (
          <div className={classes.lists}>
            {live.length > 0 ? (
              <FieldList key={entity} entity={entity} fields={live} label={t("fields_of", { object: object.label })} manage={manage} onOpen={(field) => set({ open: field.id })} />
            ) : (
              <EmptyBlock icon={IconForms} title={t("none", { object: object.label })} text={t("none_text")} action={make} />
            )}
            {archived.length > 0 ? <ArchivedFields fields={archived} manage={manage} /> : null}
          </div>
        ) : null}
      </div>
      <SidePanel
        opened={manage && object !== undefined && found.isSuccess && (Boolean(params["new"]) || opened !== undefined)}
        onClose={close}
        title={opened ? t("edit", { field: labelOf(opened) }) : t("new_of", { object: object?.label })}
        size="lg"
      >
        {object ? <FieldPanel key={opened?.id ?? "new"} object={object} field={opened} onDone={close} /> : null}
      </SidePanel>
    </Screen>
  );
}
