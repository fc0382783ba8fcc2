import { Button, Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { newKey } from "@/api/http";
import { toProblem } from "@/api/problem";
import { useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { AppLink } from "@/ui/AppLink";
import { DateField } from "@/ui/DateField";
import { isPositive } from "@/ui/decimal";
import { Notice } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { isDecimal } from "@/ui/number";
import { Rows } from "@/ui/Rows";
import { Padded } from "@/ui/Screen";
import { Qty, useUnitName } from "../shared/Qty";
import { Section } from "../shared/Section";
import type { Receipt, ReorderItem } from "../wire";
import { bySupplier } from "./groups";

interface Result {
  supplier: string;
  receipt?: Receipt;
  refused?: string;
}

/** Makes one receipt for each supplier of the chosen products; quantities can be changed before. */
export function OrderPanel({ items, onDone }: { items: ReorderItem[]; onDone: () => void }) {
  const { t } = useTranslation("documents");
  const go = useGo();
  const unitName = useUnitName();
  const refresh = useRefresh();
  const [expected, setExpected] = useState("");
  const [qty, setQty] = useState<Record<string, string>>(() => Object.fromEntries(items.map((item) => [item.product.id, item.suggested])));
  const [results, setResults] = useState<Result[] | null>(null);
  const [busy, setBusy] = useState(false);
  const keys = useRef(new Map<string, string>());
  const valid = (item: ReorderItem) => {
    const text = qty[item.product.id] ?? "";
    return isDecimal(text) && isPositive(text);
  };
  const groups = bySupplier(items);
  const ready = groups.filter((group) => group.items.some(valid));

  const create = async () => {
    setBusy(true);
    const done: Result[] = [];
    for (const group of ready) {
      const supplier = group.supplier?.name ?? t("reorder.no_supplier");
      const key = keys.current.get(group.id) ?? newKey();
      keys.current.set(group.id, key);
      try {
        const receipt = await api.post<Receipt>(
          "/inventory/receipts",
          {
            ...(group.supplier ? { supplier_id: group.supplier.id } : {}),
            ...(expected ? { expected_on: expected } : {}),
            state: "expected",
            lines: group.items.filter(valid).map((item) => ({ product_id: item.product.id, qty: qty[item.product.id] ?? "" })),
          },
          { idempotencyKey: key },
        );
        done.push({ supplier, receipt });
      } catch (cause) {
        const problem = toProblem(cause);
        done.push({ supplier, refused: problem.errors[0]?.detail || problem.detail || problem.title });
      }
    }
    setBusy(false);
    await refresh("/inventory");
    const only = done[0];
    if (done.length === 1 && only?.receipt) {
      onDone();
      go(`/stock/receipts/${only.receipt.id}`);
    } else setResults(done);
  };

  if (results) {
    return (
      <Padded>
        {results.map((result) => (
          <Notice key={result.supplier} tone={result.receipt ? "success" : "danger"} title={result.supplier}>
            {result.receipt ? <AppLink to={`/stock/receipts/${result.receipt.id}`}>{t("reorder.made", { number: result.receipt.number })}</AppLink> : result.refused}
          </Notice>
        ))}
        <Group>
          <Button variant="default" onClick={onDone}>
            {t("close")}
          </Button>
        </Group>
      </Padded>
    );
  }
  return (
    <Padded>
      <Text size="sm" c="dimmed">
        {t("reorder.panel_text")}
      </Text>
      {groups.map((group) => (
        <Section key={group.id} title={group.supplier?.name ?? t("reorder.no_supplier")}>
          <Rows<ReorderItem>
            label={group.supplier?.name ?? t("reorder.no_supplier")}
            rows={group.items}
            rowKey={(item) => item.product.id}
            columns={[
              { key: "product", label: t("product"), cell: (item) => item.product.name },
              { key: "free", label: t("reorder.free"), numeric: true, cell: (item) => <Qty value={item.free} unit={item.unit} /> },
              { key: "suggested", label: t("reorder.suggested"), numeric: true, cell: (item) => <Qty value={item.suggested} unit={item.unit} /> },
              {
                key: "qty", label: t("reorder.order_qty"), numeric: true, width: 150,
                cell: (item) => (
                  <NumberField
                    aria-label={t("reorder.order_qty_of", { product: item.product.name })}
                    value={qty[item.product.id] ?? ""}
                    unit={unitName(item.unit)}
                    error={!valid(item) && (qty[item.product.id] ?? "") !== "" && qty[item.product.id] !== "0" ? t("work.invalid") : undefined}
                    onChange={(value) => {
                      keys.current.clear();
                      setQty({ ...qty, [item.product.id]: value });
                    }}
                  />
                ),
              },
            ]}
          />
        </Section>
      ))}
      <DateField label={t("receipt.expected_on")} value={expected} onChange={setExpected} />
      <Group gap="sm">
        <Button loading={busy} disabled={ready.length === 0} onClick={() => void create()}>
          {t("reorder.create", { count: ready.length })}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t("back")}
        </Button>
      </Group>
    </Padded>
  );
}
