import { Checkbox, Text } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { newKey } from "@/api/http";
import { type ApiProblem, toProblem } from "@/api/problem";
import { useGet, useRefresh } from "@/api/query";
import { useGo } from "@/ui/address";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { LineGrid, type LineColumn } from "@/ui/LineGrid";
import { Notice } from "@/ui/Notice";
import { useCan, useCurrency } from "@/ui/session";
import { useUnitName } from "../shared/Qty";
import { stockedSource, supplierSource } from "../sources";
import type { Items, Product, Receipt, Warehouse } from "../wire";
import { UnitCell } from "./UnitCell";
import { emptyLine, sentLines, type DraftLine } from "./lines";

interface ReceiptFormProps {
  /** Without it a new receipt is made. */
  receipt?: Receipt;
  supplier?: { id: string; name: string };
  lines: DraftLine[];
}

/** A receipt while it is written: from whom, when, and its lines. */
export function ReceiptForm({ receipt, supplier, lines: given }: ReceiptFormProps) {
  const { t } = useTranslation("documents");
  const can = useCan();
  const go = useGo();
  const currency = useCurrency();
  const unitName = useUnitName();
  const refresh = useRefresh();
  const [lines, setLines] = useState<DraftLine[]>(given.length > 0 ? given : [emptyLine()]);
  const [draft, setDraft] = useState(receipt?.state === "draft");
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const warehouses = useGet<Items<Warehouse>>("/inventory/warehouses", undefined, { enabled: can("inventory.warehouse.read"), staleTime: 300_000 }).data?.items;
  const costs = can("inventory.product#cost.update");
  const key = useRef(newKey());

  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "supplier_id", label: t("receipt.supplier"), kind: "picker", picker: supplierSource, labelField: "supplier_name" },
      { name: "expected_on", label: t("receipt.expected_on"), kind: "date" },
      { name: "reference", label: t("receipt.reference"), kind: "text", maxLength: 200, help: t("receipt.reference_help") },
      ...(!receipt && (warehouses?.length ?? 0) > 1
        ? [{ name: "warehouse_id", label: t("receipt.warehouse"), kind: "select" as const, required: true, options: (warehouses ?? []).map((w) => ({ value: w.id, label: w.name })) }]
        : []),
    ],
    [t, receipt, warehouses],
  );
  const record = useMemo(
    () => (receipt ? { ...receipt, supplier_id: receipt.supplier?.id ?? "", supplier_name: receipt.supplier?.name ?? "" } : undefined),
    [receipt],
  );
  const standard = warehouses?.find((w) => w.default)?.id ?? "";
  const defaults = useMemo(() => ({ supplier_id: supplier?.id ?? "", warehouse_id: standard }), [supplier, standard]);
  const columns = useMemo<LineColumn<DraftLine>[]>(
    () => [
      {
        key: "product_id", label: t("product"), kind: "picker", picker: stockedSource, labelField: "product_name", required: true, width: "minmax(240px, 2fr)",
        follow: (item) => {
          const product = item as Product;
          return { unit: product.unit, unit_name: product.unit, unit_cost: product.cost?.amount ?? "" };
        },
      },
      { key: "qty", label: t("quantity"), kind: "quantity", required: true, width: 140, unit: (line) => unitName(line.unit) },
      {
        key: "unit", label: t("unit"), width: 150,
        cell: (line) => (
          <UnitCell line={line} onChange={(unit) => setLines((before) => before.map((l) => (l.key === line.key ? { ...l, unit, unit_name: unit } : l)))} />
        ),
      },
      ...(costs ? [{ key: "unit_cost" as const, label: t("receipt.unit_cost", { currency }), kind: "money" as const, width: 150 }] : []),
    ],
    [t, costs, currency, unitName],
  );

  const submit = async (body: Record<string, unknown>, version?: number): Promise<Receipt> => {
    const whole = { ...body, state: draft ? "draft" : "expected", lines: sentLines(lines, costs) };
    setProblem(null);
    try {
      return receipt
        ? await api.patch<Receipt>(`/inventory/receipts/${receipt.id}`, whole, version)
        : await api.post<Receipt>("/inventory/receipts", whole, { idempotencyKey: key.current });
    } catch (cause) {
      const refused = toProblem(cause);
      key.current = newKey();
      setProblem(refused);
      throw refused;
    }
  };
  const lineFaults = problem?.errors ?? [];
  return (
    <Form<Receipt>
      name={receipt ? `inventory.receipt/${receipt.id}` : "inventory.receipt/new"}
      fields={fields}
      record={record}
      defaults={defaults}
      version={receipt?.version}
      submitLabel={receipt ? t("save") : draft ? t("receipt.create_draft") : t("receipt.create")}
      submit={(body, context) => submit(body, context.version)}
      onSaved={(saved) => {
        void refresh("/inventory", "/history");
        go(`/stock/receipts/${saved.id}`, { replace: true });
      }}
      onCancel={() => (receipt ? go(`/stock/receipts/${receipt.id}`) : go("/stock/receipts"))}
    >
      <LineGrid<DraftLine>
        label={t("lines")}
        columns={columns}
        lines={lines}
        onChange={(next) => {
          key.current = newKey();
          setLines(next);
        }}
        newLine={emptyLine}
        lineKey={(line) => line.key}
        errors={lineFaults}
        addLabel={t("receipt.add_line")}
        footer={
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {t("receipt.lines_help")}
          </Text>
        }
      />
      {problem && lineFaults.some((fault) => fault.pointer === "/lines") ? (
        <Notice tone="danger" urgent>
          {lineFaults.find((fault) => fault.pointer === "/lines")?.detail}
        </Notice>
      ) : null}
      <Checkbox label={t("receipt.as_draft")} description={t("receipt.as_draft_help")} checked={draft} onChange={(event) => setDraft(event.currentTarget.checked)} />
    </Form>
  );
}
