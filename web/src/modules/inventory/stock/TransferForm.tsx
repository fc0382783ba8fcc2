import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { isPositive } from "@/ui/decimal";
import { isDecimal } from "@/ui/number";
import { Padded } from "@/ui/Screen";
import { showDone } from "@/ui/UndoToast";
import { useUnitName } from "../shared/Qty";
import { binSource, stockedSource } from "../sources";
import type { Posted, Product } from "../wire";

/** Moves goods from one place to another; what there is in total stays. */
export function TransferForm({ product, onDone }: { product?: Pick<Product, "id" | "unit">; onDone: () => void }) {
  const { t } = useTranslation("inventory");
  const unitName = useUnitName();
  const refresh = useRefresh();
  const unit = unitName(product?.unit);
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "product_id", label: t("product.one"), kind: "picker", picker: stockedSource, required: true, disabled: product !== undefined, wide: true, pointer: "/lines/0/product_id" },
      { name: "from_location_id", label: t("transfer.from"), kind: "picker", picker: binSource, required: true, pointer: "/lines/0/from_location_id" },
      {
        name: "to_location_id", label: t("transfer.to"), kind: "picker", picker: binSource, required: true, pointer: "/lines/0/to_location_id",
        validate: (value, values) => (value && value === values["from_location_id"] ? t("transfer.same") : undefined),
      },
      {
        name: "qty", label: t("quantity"), kind: "quantity", unit, required: true, pointer: "/lines/0/qty",
        validate: (value) => (typeof value === "string" && isDecimal(value) && !isPositive(value) ? t("above_zero") : undefined),
      },
      { name: "reason", label: t("note"), kind: "text", maxLength: 500, wide: true },
    ],
    [t, product, unit],
  );
  const defaults = useMemo(() => ({ product_id: product?.id ?? "" }), [product]);
  return (
    <Padded>
      <Form<Posted>
        name={`inventory.transfer/${product?.id ?? "new"}`}
        fields={fields}
        defaults={defaults}
        submitLabel={t("transfer.post")}
        repeat={product === undefined}
        submit={({ reason, ...line }, context) =>
          api.post<Posted>("/inventory/movements", { kind: "transfer", ...(reason ? { reason } : {}), lines: [line] }, { idempotencyKey: context.idempotencyKey })
        }
        onSaved={(posted, mode) => {
          showDone(t("transfer.done", { number: posted.number }));
          void refresh("/inventory");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
