import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Values } from "@/ui/form/fields";
import { NumberField } from "@/ui/NumberField";
import { fractionDigits } from "@/ui/number";
import { useCurrency } from "@/ui/session";

interface DefaultMoneyProps {
  id: string;
  value: unknown;
  values: Values;
  error?: ReactNode;
  onChange: (value: unknown) => void;
}

/** The amount that a new record begins with, in the currency that is typed above. */
export function DefaultMoney({ id, value, values, error, onChange }: DefaultMoneyProps) {
  const { t } = useTranslation("fields");
  const standard = useCurrency();
  const currency = String(values["currency"] || standard);
  return <NumberField id={id} label={t("default")} description={t("default_help")} error={error} value={typeof value === "string" ? value : ""} unit={currency} digits={fractionDigits(currency)} onChange={onChange} />;
}
