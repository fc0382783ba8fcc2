import { SegmentedControl } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, type Page } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { add, isPositive, subtract } from "@/ui/decimal";
import { Form } from "@/ui/form/Form";
import type { FieldSpec, Values } from "@/ui/form/fields";
import { NumberField } from "@/ui/NumberField";
import { formatDecimal, isDecimal, isNegative } from "@/ui/number";
import { Padded } from "@/ui/Screen";
import { showDone } from "@/ui/UndoToast";
import { useUnitName } from "../shared/Qty";
import { reasonField } from "../shared/Reason";
import { binSource, stockedSource } from "../sources";
import type { Posted, Product, StockItem } from "../wire";

interface AdjustFormProps {
  product?: Pick<Product, "id" | "name">;
  place?: { id: string; code: string };
  onDone: () => void;
}

/** Makes the book agree with the shelf: by what was counted, or by a difference. */
export function AdjustForm({ product, place, onDone }: AdjustFormProps) {
  const { t } = useTranslation("inventory");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "product_id", label: t("product.one"), kind: "picker", picker: stockedSource, required: true, labelField: "product_name", disabled: product !== undefined, wide: true },
      { name: "location_id", label: t("place.one"), kind: "picker", picker: binSource, required: true, labelField: "location_name", disabled: place !== undefined, wide: true },
      {
        name: "mode", label: t("adjust.mode"), kind: "select", wide: true,
        render: ({ value, onChange }) => (
          <SegmentedControl
            fullWidth
            aria-label={t("adjust.mode")}
            value={String(value || "counted")}
            onChange={onChange}
            data={[
              { value: "counted", label: t("adjust.counted") },
              { value: "delta", label: t("adjust.delta") },
            ]}
          />
        ),
      },
      {
        name: "counted", label: t("adjust.counted_label"), kind: "quantity", required: true, wide: true, showIf: (values) => values["mode"] !== "delta",
        validate: (value) => (typeof value === "string" && value.startsWith("-") ? t("not_negative") : undefined),
        render: (control) => <AgainstBook {...control} kind="counted" label={t("adjust.counted_label")} />,
      },
      {
        name: "delta", label: t("adjust.delta_label"), kind: "quantity", required: true, wide: true, showIf: (values) => values["mode"] === "delta",
        validate: (value) => (value === "0" ? t("adjust.no_difference") : undefined),
        render: (control) => <AgainstBook {...control} kind="delta" label={t("adjust.delta_label")} />,
      },
      reasonField(t("reason"), [t("adjust.reasons.counted"), t("adjust.reasons.damaged"), t("adjust.reasons.lost"), t("adjust.reasons.found"), t("adjust.reasons.expired"), t("adjust.reasons.own_use")]),
    ],
    [t, product, place],
  );
  const defaults = useMemo(() => ({ mode: "counted", product_id: product?.id ?? "", location_id: place?.id ?? "" }), [product, place]);
  return (
    <Padded>
      <Form<Posted>
        name={`inventory.adjustment/${product?.id ?? "new"}/${place?.id ?? ""}`}
        fields={fields}
        defaults={defaults}
        submitLabel={t("adjust.post")}
        repeat={product === undefined}
        submit={({ mode: _mode, ...body }, context) => api.post<Posted>("/inventory/adjustments", body, { idempotencyKey: context.idempotencyKey })}
        onSaved={(posted, mode) => {
          showDone(t("adjust.done", { number: posted.number }));
          void refresh("/inventory");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}

interface AgainstBookProps {
  kind: "counted" | "delta";
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: ReactNode;
  id: string;
  values: Values;
}

// Says what the book holds, and what the entry makes of it, before it is posted.
function AgainstBook({ kind, label, value, onChange, error, id, values }: AgainstBookProps) {
  const { t } = useTranslation("inventory");
  const unitName = useUnitName();
  const product = String(values["product_id"] ?? "");
  const place = String(values["location_id"] ?? "");
  const stock = useGet<Page<StockItem>>("/inventory/stock", { product_id: product, location_id: place, limit: 1 }, { enabled: product !== "" && place !== "", staleTime: 0 });
  const item = stock.data?.items[0];
  const book = item?.on_hand ?? "0";
  const unit = unitName(item?.unit);
  const typed = typeof value === "string" && isDecimal(value) ? value : null;
  let hint = "";
  if (stock.data) {
    const after = typed === null ? null : kind === "counted" ? typed : add(book, typed);
    const difference = after === null ? null : subtract(after, book);
    hint =
      difference === null
        ? t("adjust.book", { quantity: formatDecimal(book), unit })
        : t("adjust.makes", { book: formatDecimal(book), after: formatDecimal(after ?? "0"), difference: signed(difference), unit });
  }
  return <NumberField id={id} label={label} required value={typeof value === "string" ? value : ""} onChange={onChange} error={error} description={hint} unit={unit} />;
}

function signed(value: string): string {
  return isNegative(value) || !isPositive(value) ? formatDecimal(value) : `+${formatDecimal(value)}`;
}
