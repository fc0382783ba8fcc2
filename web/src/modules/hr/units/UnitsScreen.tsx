import { Button, Checkbox } from "@mantine/core";
import { IconBuildingCommunity, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useGo, useParams } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { RecordSkeleton } from "@/ui/RecordPage";
import { Padded } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Tree } from "@/ui/Tree";
import classes from "../shared/shared.module.css";
import { useAllUnits } from "./allUnits";
import { UnitForm } from "./UnitForm";

/** Departments and teams as a tree, with who leads each and how many work there. */
export function UnitsScreen() {
  const { t } = useTranslation("hr");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const archived = params["view"] === "archived";
  const units = useAllUnits(archived);
  const items = useMemo(() => (units.data ?? []).map((unit) => ({ id: unit.id, parent: unit.parent?.id, text: unit.name, unit })), [units.data]);
  const create = can("hr.unit.create");
  const close = () => set({ new: undefined });
  const parent = params["new"] && params["new"] !== "1" ? params["new"] : undefined;
  return (
    <>
      <PageHeader
        title={t("unit.title")}
        icon={IconBuildingCommunity}
        actions={
          create ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("unit.new")}
            </Button>
          ) : null
        }
      />
      <Padded width={960}>
        <Checkbox label={t("unit.with_archived")} checked={archived} onChange={(event) => set({ view: event.currentTarget.checked ? "archived" : undefined })} />
        {units.isPending ? <RecordSkeleton /> : null}
        {units.isError ? <ErrorBlock error={units.error} retry={() => void units.refetch()} /> : null}
        {units.isSuccess && items.length === 0 ? (
          <EmptyBlock
            icon={IconBuildingCommunity}
            title={t("unit.none")}
            text={t("unit.none_text")}
            action={create ? <Button onClick={() => set({ new: "1" })}>{t("unit.new")}</Button> : null}
          />
        ) : null}
        {items.length > 0 ? (
          <Tree
            label={t("unit.title")}
            items={items}
            depth={3}
            onOpen={(item) => go(`/hr/units/${item.id}`)}
            row={({ item }) => (
              <>
                <b dir="auto">{item.unit.name}</b>
                {item.unit.code ? <span className={`lh-code ${classes.muted}`}>{item.unit.code}</span> : null}
                {item.unit.archived ? <StatusBadge kind="hr.unit" state="archived" label={t("unit.archived")} /> : null}
              </>
            )}
            end={({ item }) => (
              <>
                {item.unit.manager ? <EntityLink entity="hr.employee" id={item.unit.manager.id} label={item.unit.manager.name} /> : null}
                <span className={`lh-number ${classes.count}`}>{t("unit.people", { count: item.unit.headcount })}</span>
              </>
            )}
          />
        ) : null}
      </Padded>
      <SidePanel opened={Boolean(params["new"])} onClose={close} title={t("unit.new")}>
        <UnitForm key={parent ?? ""} parent={parent} onDone={close} />
      </SidePanel>
    </>
  );
}
