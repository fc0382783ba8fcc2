import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AppLink } from "@/ui/AppLink";
import { isNegative, formatDecimal } from "@/ui/number";
import type { Product, StockCard } from "../wire";
import classes from "./Balance.module.css";

interface BalanceProps {
  totals: StockCard["totals"];
  unit: string;
  product: Product;
}

/** On hand − held − promised = free, + incoming: the sum as it is made, each part opening what it is made of. */
export function Balance({ totals, unit, product }: BalanceProps) {
  const { t } = useTranslation("inventory");
  const jump = (id: string) => {
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: "start", behavior: "auto" });
    section?.focus({ preventScroll: true });
  };
  const parts = [
    { key: "on_hand", label: t("on_hand"), sign: "", value: totals.on_hand, to: `/stock/levels?product_id=${product.id}` },
    { key: "held", label: t("held"), sign: "−", value: totals.held, jumps: "places" },
    { key: "promised", label: t("promised"), sign: "−", value: totals.promised, jumps: "promised" },
    { key: "free", label: t("free"), sign: "=", value: totals.free, jumps: "places", strong: true },
    { key: "incoming", label: t("incoming"), sign: "+", value: totals.incoming, jumps: "incoming" },
  ];
  return (
    <dl className={classes.balance} aria-label={t("card.balance")}>
      {parts.map((part) => (
        <div key={part.key} className={classes.part} data-strong={part.strong || undefined} data-sign={part.sign || undefined}>
          <dt title={t(`${part.key}_help`)}>{part.label}</dt>
          <dd>
            {part.to ? (
              <AppLink to={part.to} className={classes.number} underline="never">
                <Amount value={part.value} unit={unit} />
              </AppLink>
            ) : (
              <UnstyledButton className={classes.number} onClick={() => jump(part.jumps ?? "")}>
                <Amount value={part.value} unit={unit} />
              </UnstyledButton>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Amount({ value, unit }: { value: string; unit: string }) {
  return (
    <>
      <span className={isNegative(value) ? "lh-number lh-negative" : "lh-number"}>{formatDecimal(value)}</span>
      <span className={classes.unit}> {unit}</span>
    </>
  );
}
