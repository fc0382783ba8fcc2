import { Button } from "@mantine/core";
import { IconArrowBackUp, IconArrowsExchange, IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useGo } from "@/ui/address";
import { DataGrid, type GridColumn, type RowAction } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { Qty } from "../shared/Qty";
import classes from "../shared/shared.module.css";
import { binSource, stockedSource } from "../sources";
import type { Movement } from "../wire";
import { MovementDocument, MovementWay, movementKinds, useReversible } from "./movement";
import { ReverseDialog } from "./ReverseDialog";

/** The ledger: every movement of goods, never changed, only reversed. */
export function MovementList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const go = useGo();
  const why = useReversible();
  const [reversing, setReversing] = useState<Movement | null>(null);
  const columns = useMemo<GridColumn<Movement>[]>(
    () => [
      { key: "effective_at", label: t("ledger.at"), kind: "instant", sort: true, filter: true, width: 170 },
      { key: "kind", label: t("ledger.what"), kind: "choice", filter: true, options: movementKinds.map((k) => ({ value: k, label: t(`ledger.kind.${k}`) })), width: 140, card: true, cell: (m) => <KindCell movement={m} /> },
      {
        key: "product_id", label: t("product.one"), kind: "ref", filter: true, picker: stockedSource, exportAs: "product.name", width: 190, card: true,
        cell: (m) => <EntityLink entity="inventory.product" id={m.product.id} label={m.product.name} />,
      },
      { key: "qty", label: t("quantity"), kind: "quantity", cell: (m) => <Qty value={m.qty} unit={m.unit} />, width: 100, card: true },
      { key: "location_id", label: t("ledger.way"), kind: "ref", filter: true, picker: binSource, cell: (m) => <MovementWay movement={m} />, exportAs: ["from.code", "to.code"], width: 190 },
      { key: "document_id", label: t("ledger.document"), kind: "text", filter: true, cell: (m) => <MovementDocument movement={m} />, exportAs: "document.number", width: 110 },
      { key: "actor", label: t("ledger.by"), value: (m) => m.actor_name, exportAs: "actor_name", width: 150 },
      { key: "reason", label: t("reason"), width: 160 },
      { key: "seq", label: t("ledger.seq"), kind: "number", sort: true, hidden: true, width: 90 },
      { key: "posted_at", label: t("ledger.posted_at"), kind: "instant", hidden: true },
    ],
    [t],
  );
  const actions: RowAction<Movement>[] = can("inventory.stock.reverse")
    ? [{ id: "reverse", label: t("reverse.action"), icon: <IconArrowBackUp size={16} stroke={1.75} />, disabled: why, run: setReversing }]
    : [];
  return (
    <Screen>
      <PageHeader title={t("ledger.title")} icon={IconArrowsExchange} />
      <DataGrid<Movement>
        name="inventory.movements"
        label={t("ledger.title")}
        endpoint="/inventory/movements"
        columns={columns}
        defaultSort="-seq"
        searchable={false}
        onOpen={(m) => go(m.document.kind === "receipt" ? `/stock/receipts/${m.document.id}` : m.document.kind === "delivery" ? `/stock/deliveries/${m.document.id}` : `/stock/products/${m.product.id}/ledger`)}
        actions={actions}
        exportable={can("inventory.stock.export")}
        empty={
          <EmptyBlock
            icon={IconHistory}
            title={t("ledger.none")}
            text={t("ledger.none_text")}
            action={can("inventory.receipt.create") ? <Button onClick={() => go("/stock/receipts/new")}>{t("receipt.new")}</Button> : null}
          />
        }
      />
      {reversing ? <ReverseDialog movement={reversing} onClose={() => setReversing(null)} /> : null}
    </Screen>
  );
}

// A row that was taken back, or takes one back, says so beside its kind.
function KindCell({ movement }: { movement: Movement }) {
  const { t } = useTranslation("inventory");
  return (
    <span className={classes.indent}>
      {t(`ledger.kind.${movement.kind}`)}
      {movement.reversed_by ? <StatusBadge kind="inventory.movement" state="reversed" label={t("ledger.reversed")} /> : null}
      {movement.reverses_id ? <StatusBadge kind="inventory.movement" state="reversed" label={t("ledger.is_reversal")} tone="info" /> : null}
    </span>
  );
}
