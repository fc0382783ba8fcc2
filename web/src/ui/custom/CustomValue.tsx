import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { MoneyValue } from "@/api/client";
import { DateText } from "../DateText";
import { EntityLink } from "../EntityLink";
import { Money } from "../Money";
import { formatDecimal, isNegative } from "../number";
import { OptionMark } from "../OptionMark";
import { Unknown } from "../Unknown";
import classes from "./custom.module.css";
import { FileLink } from "./FileLink";
import { optionLabel, type CustomField } from "./wire";

interface CustomValueProps {
  field: Pick<CustomField, "kind" | "options" | "entity_of">;
  value: unknown;
  /** All its lines, and not the beginning of the first. */
  whole?: boolean;
}

/** A value of a field of the organisation's own, as a person reads it. What is not known is a dash. */
export function CustomValue({ field, value, whole }: CustomValueProps) {
  const { t } = useTranslation("ui");
  if (value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)) return <Unknown />;
  const text = String(value);
  switch (field.kind) {
    case "integer":
    case "decimal":
    case "formula":
      return <span className={isNegative(text) ? "lh-number lh-negative" : "lh-number"}>{formatDecimal(text)}</span>;
    case "percent":
      return <span className={isNegative(text) ? "lh-number lh-negative" : "lh-number"}>{t("custom.percent", { value: formatDecimal(text) })}</span>;
    case "money":
      return <Money value={value as MoneyValue} code={whole} />;
    case "boolean":
      return <>{t(value ? "yes" : "no")}</>;
    case "date":
      return <DateText value={text} />;
    case "choice":
    case "choices":
      return (
        <span className={classes.choices}>
          {(Array.isArray(value) ? (value as string[]) : [text]).map((key) => (
            <OptionMark key={key} colour={field.options?.find((o) => o.key === key)?.colour}>
              {optionLabel(field, key)}
            </OptionMark>
          ))}
        </span>
      );
    case "person":
      return <span dir="auto">{nameOf(value)}</span>;
    case "link":
      return <EntityLink entity={field.entity_of ?? ""} id={(value as { id?: string }).id} label={nameOf(value)} />;
    case "file":
      return <FileLink id={(value as { id?: string }).id ?? ""} name={nameOf(value)} />;
    case "url":
      return /^https?:\/\//i.test(text) ? (
        <Anchor href={text} target="_blank" rel="noreferrer" fz="inherit" onClick={(event) => event.stopPropagation()}>
          {text.replace(/^https?:\/\//i, "").replace(/\/$/, "")}
        </Anchor>
      ) : (
        <span dir="auto">{text}</span>
      );
    case "email":
      return (
        <Anchor href={`mailto:${text}`} fz="inherit" onClick={(event) => event.stopPropagation()}>
          {text}
        </Anchor>
      );
    case "phone":
      return (
        <Anchor href={`tel:${text}`} fz="inherit" onClick={(event) => event.stopPropagation()}>
          {text}
        </Anchor>
      );
    case "long_text":
      return (
        <span dir="auto" className={whole ? classes.lines : undefined}>
          {text}
        </span>
      );
    case "text":
      return <span dir="auto">{text}</span>;
  }
}

function nameOf(value: unknown): string {
  return typeof value === "object" && value !== null ? ((value as { name?: string }).name ?? "") : String(value).slice(0, 8);
}
