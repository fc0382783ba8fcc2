import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { useUnitName } from "../shared/Qty";
import type { Items, Packaging, Product } from "../wire";
import type { DraftLine } from "./lines";

/** In what a line counts: the product's own unit, or one of its packagings. */
export function UnitCell({ line, onChange }: { line: DraftLine; onChange: (unit: string) => void }) {
  const { t } = useTranslation("documents");
  const unitName = useUnitName();
  const asked = { enabled: Boolean(line.product_id), staleTime: 60_000 };
  const packagings = useGet<Items<Packaging>>(`/inventory/products/${line.product_id}/packagings`, undefined, asked).data?.items;
  const product = useGet<Product>(`/inventory/products/${line.product_id}`, undefined, asked).data;
  if (!line.product_id) return null;
  const own = product?.unit ?? line.unit;
  const names = [...new Set([own, ...(packagings ?? []).map((p) => p.name), line.unit].filter(Boolean))];
  if (names.length < 2) return <>{unitName(line.unit)}</>;
  return (
    <Select
      variant="unstyled"
      size="xs"
      aria-label={t("unit_of", { product: line.product_name })}
      data={names.map((value) => ({ value, label: unitName(value) }))}
      value={line.unit}
      allowDeselect={false}
      onChange={(value) => onChange(value ?? own)}
      comboboxProps={{ shadow: "md" }}
    />
  );
}
