import { Button, Group, Select, Text } from "@mantine/core";
import { IconBuildingWarehouse, IconFolder, IconLock, IconMapPin, IconPencil, IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useGo, useParams } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Padded } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { StatusBadge } from "@/ui/StatusBadge";
import { Tree } from "@/ui/Tree";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import classes from "../shared/shared.module.css";
import type { Items, Place, Warehouse } from "../wire";
import { useAllPlaces } from "./allPlaces";
import { PlaceForm } from "./PlaceForm";
import { WarehouseForm } from "./WarehouseForm";

/** Warehouses, and the tree of places in each down to the bin. */
export function PlacesScreen() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const [params, set] = useParams();
  const [editing, setEditing] = useState<Warehouse | null>(null);
  const warehouses = useGet<Items<Warehouse>>("/inventory/warehouses");
  const list = warehouses.data?.items ?? [];
  const current = list.find((w) => w.id === params["warehouse"]) ?? list.find((w) => w.default) ?? list[0];
  const places = useAllPlaces(current?.id);
  const items = useMemo(
    () => (places.data ?? []).map((place) => ({ id: place.id, parent: place.parent?.id, text: place.code, place })),
    [places.data],
  );
  const close = () => set({ new: undefined });
  const below = params["new"] && !["1", "warehouse"].includes(params["new"]) ? params["new"] : undefined;
  return (
    <>
      <PageHeader
        title={t("place.title")}
        icon={IconBuildingWarehouse}
        actions={
          <>
            {can("inventory.warehouse.create") ? (
              <Button variant="default" leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "warehouse" })}>
                {t("warehouse.new")}
              </Button>
            ) : null}
            {can("inventory.location.create") && current ? (
              <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
                {t("place.new")}
              </Button>
            ) : null}
          </>
        }
      />
      <Padded width={960}>
        {warehouses.isPending ? <RowsSkeleton rows={8} /> : null}
        {warehouses.isError ? <ErrorBlock error={warehouses.error} retry={() => void warehouses.refetch()} /> : null}
        {warehouses.isSuccess && !current ? <EmptyBlock icon={IconBuildingWarehouse} title={t("warehouse.none")} text={t("warehouse.none_text")} /> : null}
        {current ? (
          <Group justify="space-between" gap="sm">
            <Group gap="sm">
              {list.length > 1 ? (
                <Select
                  aria-label={t("warehouse.one")}
                  data={list.map((w) => ({ value: w.id, label: w.name }))}
                  value={current.id}
                  allowDeselect={false}
                  onChange={(id) => set({ warehouse: id ?? undefined })}
                />
              ) : (
                <Text fw={600}>{current.name}</Text>
              )}
              <Text size="sm" c="dimmed">
                {t("warehouse.facts", { code: current.code, zone: current.zone })}
              </Text>
            </Group>
            <Group gap="sm">
              {can("inventory.stock.read") ? (
                <AppLink to={list.length > 1 ? `/stock/levels?warehouse_id=${current.id}` : "/stock/levels"} fz="sm">
                  {t("warehouse.stock")}
                </AppLink>
              ) : null}
              {can("inventory.warehouse.update") ? (
                <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPencil size={16} stroke={1.75} />} onClick={() => setEditing(current)}>
                  {t("warehouse.edit")}
                </Button>
              ) : null}
            </Group>
          </Group>
        ) : null}
        {current && places.isPending ? <RowsSkeleton rows={8} /> : null}
        {places.isError ? <ErrorBlock error={places.error} retry={() => void places.refetch()} /> : null}
        {items.length > 0 ? (
          <Tree
            label={t("place.tree", { warehouse: current?.name ?? "" })}
            items={items}
            depth={3}
            onOpen={(item) => go(`/stock/places/${item.id}`)}
            row={({ item }) => <PlaceRow place={item.place} />}
            end={({ item, below: count }) => (
              <span className={classes.muted}>{item.place.kind === "view" && count > 0 ? t("place.below", { count }) : null}</span>
            )}
          />
        ) : null}
      </Padded>
      <SidePanel opened={Boolean(params["new"]) && params["new"] !== "warehouse" && current !== undefined} onClose={close} title={t("place.new")}>
        {current ? <PlaceForm key={below ?? ""} warehouse={current.id} parent={below} onDone={close} /> : null}
      </SidePanel>
      <SidePanel opened={params["new"] === "warehouse"} onClose={close} title={t("warehouse.new")}>
        <WarehouseForm onDone={close} />
      </SidePanel>
      <SidePanel opened={editing !== null} onClose={() => setEditing(null)} title={t("warehouse.edit")}>
        {editing ? <WarehouseForm warehouse={editing} onDone={() => setEditing(null)} /> : null}
      </SidePanel>
    </>
  );
}

function PlaceRow({ place }: { place: Place }) {
  const { t } = useTranslation("inventory");
  const Mark = place.kind === "view" ? IconFolder : IconMapPin;
  return (
    <>
      <Mark size={16} stroke={1.75} aria-hidden className={classes.muted} />
      <b>{place.code}</b>
      {place.name && place.name !== place.code ? <span dir="auto">{place.name}</span> : null}
      <PlaceBadges place={place} />
      {place.role && t(`place.role.${place.role}`) !== place.name ? <span className={classes.muted}>{t(`place.role.${place.role}`)}</span> : null}
    </>
  );
}

/** What one must know before going there: blocked and why, or that nothing of it can be sold. */
export function PlaceBadges({ place }: { place: Place }) {
  const { t } = useTranslation("inventory");
  return (
    <>
      {place.blocked ? (
        <span className={classes.indent}>
          <StatusBadge kind="inventory.location" state="blocked" label={t("place.blocked")} tone="danger" />
          <span className={classes.blocked} dir="auto">
            <IconLock size={14} stroke={1.75} aria-hidden /> {place.blocked}
          </span>
        </span>
      ) : null}
      {!place.promisable && place.kind === "bin" ? <StatusBadge kind="inventory.location" state="held" label={t("place.held")} tone="warning" /> : null}
    </>
  );
}
