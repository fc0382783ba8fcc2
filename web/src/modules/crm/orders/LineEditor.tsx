import { Button, Group, Text } from "@mantine/core";
import { useMemo, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { compare, sum } from "@/ui/decimal";
import { LineGrid, type LineColumn } from "@/ui/LineGrid";
import { Money, Quantity } from "@/ui/Money";
import { formatDecimal, fractionDigits, isDecimal } from "@/ui/number";
import { Notice } from "@/ui/Notice";
import { useCan } from "@/ui/session";
import { productSource } from "../sources";
import type { Availability, Items, Order, Product, Setting } from "../wire";
import { emptyLine, followProduct, type DraftLine } from "./lines";
import classes from "./orders.module.css";
import { OrderTotals } from "./OrderTotals";
import { totalsOf } from "./totals";
import { useUnits } from "./units";
import type { OrderLines } from "./useOrderLines";

interface LineEditorProps {
  order: Order;
  state: OrderLines;
}

/** The lines of a draft, typed in place, with what inventory can promise and what it adds up to. */
export function LineEditor({ order, state }: LineEditorProps) {
  const { t } = useTranslation("crm");
  const can = useCan();
  const unitName = useUnits();
  const setting = useGet<Setting>("/crm/settings", undefined, { enabled: can("crm.setting.read"), staleTime: 300_000 });
  const products = [...new Set(state.lines.map((l) => l.product_id).filter((id) => id !== null))].sort();
  const stock = useGet<Items<Availability>>(
    "/inventory/availability",
    { product_id: { each: products } },
    { enabled: products.length > 0 && products.length <= 200 && can("inventory.stock.read"), refetchInterval: 30_000 },
  );
  const free = new Map((stock.data?.items ?? []).map((a) => [a.product_id, a]));
  const totals = totalsOf(state.lines, order.discount_percent, order.freight, fractionDigits(order.currency), {
    document_rounding: setting.data?.document_rounding ?? "half_up",
    line_rounding: setting.data?.line_rounding ?? "line",
  });
  const asked = (product: string) => sum(state.lines.filter((l) => l.product_id === product && isDecimal(l.quantity)).map((l) => l.quantity));

  const columns: LineColumn<DraftLine>[] = useMemo(
    () => [
      {
        key: "product_id", label: t("line.product"), kind: "picker", picker: productSource, labelField: "product_name", width: 180,
        follow: (item) => followProduct(item as Product, order.currency),
      },
      { key: "description", label: t("line.description"), kind: "text", width: 120 },
      { key: "quantity", label: t("line.quantity"), kind: "quantity", width: 72 },
      { key: "unit", label: t("line.unit"), width: 56, cell: (line) => <span className={classes.dim}>{unitName(line.unit)}</span> },
      { key: "unit_price", label: t("line.unit_price"), kind: "money", width: 84 },
      { key: "discount_percent", label: t("line.discount_percent"), kind: "quantity", width: 70 },
    ],
    [t, order.currency, unitName],
  );
  const shown: LineColumn<DraftLine>[] = [
    ...columns,
    { key: "key", label: t("line.net"), width: 96, numeric: true, cell: (_line, index) => <NetCell net={totals.nets[index]} currency={order.currency} /> },
    { key: "stocked", label: t("line.available"), width: 120, cell: (line) => promise(line) },
  ];

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      event.stopPropagation();
      if (state.dirty) void state.save();
    }
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- Ctrl+S saves the lines from any of their cells
    <div className={classes.editor} onKeyDown={onKeyDown}>
      {state.kept ? (
        <Notice
          tone="info"
          actions={
            <>
              <Button size="compact-sm" variant="default" onClick={state.restore}>
                {t("line.restore")}
              </Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={state.forget}>
                {t("line.forget")}
              </Button>
            </>
          }
        >
          {t("line.kept")}
        </Notice>
      ) : null}
      {state.clash ? (
        <Notice
          tone="warning"
          urgent
          title={t("line.clash")}
          actions={
            <>
              <Button size="compact-sm" variant="default" onClick={() => void state.takeTheirs()}>
                {t("line.take_theirs")}
              </Button>
              <Button size="compact-sm" onClick={() => void state.keepMine()}>
                {t("line.keep_mine")}
              </Button>
            </>
          }
        >
          {t("line.clash_text", { count: state.clash.theirs.lines?.length ?? 0 })}
        </Notice>
      ) : null}
      {state.rest ? (
        <Notice tone="danger" urgent>
          {state.rest}
        </Notice>
      ) : null}
      <LineGrid<DraftLine>
        label={t("line.title")}
        columns={shown}
        lines={state.lines}
        onChange={state.setLines}
        newLine={emptyLine}
        lineKey={(line) => line.key}
        errors={state.errors}
        addLabel={t("line.add")}
        footer={<OrderTotals order={{ ...order, ...totals }} />}
      />
      {state.lines.length === 0 ? (
        <Text size="sm" c="dimmed" ta="center">
          {t("line.first")}
        </Text>
      ) : null}
      {state.dirty ? (
        <Group gap="sm" className={classes.saveBar}>
          <Button loading={state.saving} onClick={() => void state.save()}>
            {t("line.save")}
          </Button>
          <Button variant="subtle" color="gray" disabled={state.saving} onClick={state.reset}>
            {t("line.discard")}
          </Button>
          <Text size="xs" c="dimmed">
            {t("line.unsaved")}
          </Text>
        </Group>
      ) : null}
    </div>
  );

  function promise(line: DraftLine) {
    if (!line.product_id) return <span className={classes.dim}>{line.description ? t("line.no_stock") : ""}</span>;
    const have = free.get(line.product_id);
    if (!line.stocked) return <span className={classes.dim}>{t("line.no_stock")}</span>;
    if (!have) return <span className={classes.dim}>{stock.isFetching ? "…" : "–"}</span>;
    const enough = compare(have.free, asked(line.product_id)) >= 0;
    const soon = compare(have.incoming, "0") > 0;
    return (
      <span className={enough ? classes.enough : classes.scarce}>
        {enough ? t("line.free", { free: formatDecimal(have.free) }) : t("line.only", { free: formatDecimal(have.free) })}
        {!enough && soon ? <span className={classes.dim}> {t("line.incoming", { incoming: formatDecimal(have.incoming) })}</span> : null}
      </span>
    );
  }
}

function NetCell({ net, currency }: { net: string | null | undefined; currency: string }) {
  return net === null || net === undefined ? <Quantity value={null} /> : <Money value={{ amount: net, currency }} />;
}
