import { Button, Group } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "@/api/client";
import { useGet, usePages } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { DateText } from "@/ui/DateText";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { formatDecimal, isNegative } from "@/ui/number";
import { Rows } from "@/ui/Rows";
import { Unknown } from "@/ui/Unknown";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import { MovementMenu, MovementWhat, MovementWay } from "../stock/movement";
import { ReverseDialog } from "../stock/ReverseDialog";
import { Qty } from "../shared/Qty";
import classes from "../shared/shared.module.css";
import type { Movement, Place, Product } from "../wire";
import { running, type RunningRow } from "./running";

/** The ledger of one product, newest first, with what was on hand after each row. */
export function Ledger({ product }: { product: Product }) {
  const { t } = useTranslation("inventory");
  const [reversing, setReversing] = useState<Movement | null>(null);
  const pages = usePages<Movement>("/inventory/movements", { product_id: product.id, sort: "-seq" });
  const outside = useGet<Page<Place>>("/inventory/locations", { kind: "supplier,customer,loss,production", limit: 200 }, { staleTime: 600_000 });
  const rows = useMemo(() => {
    const virtual = new Set(outside.data?.items.map((place) => place.id));
    return running(pages.data?.pages.flatMap((page) => page.items) ?? [], product.on_hand, virtual);
  }, [pages.data, outside.data, product.on_hand]);

  if (pages.isPending || outside.isPending) return <RowsSkeleton rows={8} />;
  if (pages.isError) return <ErrorBlock error={pages.error} retry={() => void pages.refetch()} />;
  if (rows.length === 0) return <EmptyBlock icon={IconHistory} title={t("ledger.none")} text={t("ledger.none_text")} compact />;
  return (
    <>
      <Rows<RunningRow>
        label={t("ledger.title")}
        rows={rows}
        rowKey={({ movement }) => movement.id}
        faded={({ movement }) => movement.reversed_by !== undefined}
        columns={[
          { key: "what", label: t("ledger.what"), cell: ({ movement }) => <MovementWhat movement={movement} /> },
          { key: "at", label: t("ledger.at"), cell: ({ movement }) => <DateText value={movement.effective_at} /> },
          { key: "way", label: t("ledger.way"), cell: ({ movement }) => <MovementWay movement={movement} /> },
          { key: "by", label: t("ledger.by"), cell: ({ movement }) => movement.actor_name || <Unknown /> },
          { key: "delta", label: t("ledger.change"), numeric: true, cell: (row) => <Delta row={row} /> },
          { key: "balance", label: t("ledger.after"), numeric: true, cell: (row) => <Qty value={row.balance} unit={row.movement.unit} /> },
          { key: "menu", label: t("actions"), bare: true, width: 48, cell: ({ movement }) => <MovementMenu movement={movement} onReverse={setReversing} /> },
        ]}
        foot={
          <Group justify="space-between">
            {pages.hasNextPage ? (
              <Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t("ledger.more")}
              </Button>
            ) : (
              <span className={classes.muted}>{t("ledger.begin")}</span>
            )}
            <AppLink to={`/stock/ledger?product_id=${product.id}`} fz="sm">
              {t("ledger.open")}
            </AppLink>
          </Group>
        }
      />
      {reversing ? <ReverseDialog movement={reversing} onClose={() => setReversing(null)} /> : null}
    </>
  );
}

function Delta({ row }: { row: RunningRow }) {
  if (row.delta === "0") {
    return (
      <span className={classes.muted}>
        <Qty value={row.movement.qty} unit={row.movement.unit} />
      </span>
    );
  }
  if (isNegative(row.delta)) return <span className="lh-number lh-negative">{formatDecimal(row.delta)}</span>;
  return <span className={`lh-number ${classes.plus}`}>+{formatDecimal(row.delta)}</span>;
}
