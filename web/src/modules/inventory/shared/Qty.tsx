import { useTranslation } from "react-i18next";
import { Quantity } from "@/ui/Money";

/** Returns a function that says a unit in short: "pcs" for H87, the code itself for one's own units. */
export function useUnitName(): (code: string | undefined) => string {
  const { t } = useTranslation("inventory");
  return (code) => (code ? t(`unit_short.${code}`, { defaultValue: code }) : "");
}

/** A quantity with its unit in words. */
export function Qty({ value, unit }: { value: string | null | undefined; unit?: string }) {
  const name = useUnitName();
  return <Quantity value={value} unit={name(unit)} />;
}
