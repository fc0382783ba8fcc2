import { Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Versioned } from "@/api/client";
import { DateText } from "../DateText";
import { EntityLink } from "../EntityLink";
import { Money } from "../Money";
import { formatDecimal } from "../number";
import { StatusBadge } from "../StatusBadge";
import { Unknown } from "../Unknown";
import { memberOf } from "../value";
import { namesOf, type ObjectDescription, type ObjectField } from "./description";
import { refOf } from "./useObject";

interface ShownProps<T extends Versioned> {
  object: ObjectDescription<T>;
  field: ObjectField<T>;
  record: T;
}

/** A field's value as a person reads it. What is not known is a dash, and never nothing. */
export function Shown<T extends Versioned>({ object, field, record }: ShownProps<T>) {
  const { namespace, word } = namesOf(object.entity);
  const { t } = useTranslation(namespace);
  if (field.show) return <>{field.show(record)}</>;
  if (field.kind === "picker") {
    const ref = memberOf(record, refOf(field.name)) as { id?: string; name?: string; title?: string } | undefined;
    const name = ref?.name ?? ref?.title;
    if (!ref?.id) return <Unknown />;
    return field.entity ? <EntityLink entity={field.entity} id={ref.id} label={name} /> : <span dir="auto">{name}</span>;
  }
  const value = memberOf(record, field.name);
  if (value === undefined || value === null || value === "") return <Unknown />;
  const text = String(value);
  switch (field.kind) {
    case "money":
      return <Money value={value as { amount: string; currency: string }} />;
    case "date":
      return <DateText value={text} />;
    case "instant":
      return <DateText value={text} relative />;
    case "boolean":
      return <>{t(value ? "ui:yes" : "ui:no")}</>;
    case "integer":
    case "number":
    case "percent":
    case "quantity":
      return (
        <span className="lh-number">
          {formatDecimal(text)}
          {field.unitField ? ` ${String(memberOf(record, field.unitField) ?? "")}` : ""}
        </span>
      );
    case "status":
      return <StatusBadge kind={object.entity} state={text} label={t(`${field.choiceWords ?? `${word}.${field.name}_`}${text}`)} tone={object.tone?.(record)} />;
    case "select":
      return <>{t(`${field.choiceWords ?? `${word}.${field.name}_`}${text}`)}</>;
    case "email":
      return <Anchor href={`mailto:${text}`} fz="inherit">{text}</Anchor>;
    case "phone":
      return <Anchor href={`tel:${text}`} fz="inherit">{text}</Anchor>;
    case "url":
      return <WebAddress address={text} />;
    case "code":
      return <span className="lh-code">{text}</span>;
    case "textarea":
      return <span dir="auto" style={{ whiteSpace: "pre-line" }}>{text}</span>;
    default:
      return <span dir="auto">{text}</span>;
  }
}

// Only an address of the web becomes a link.
function WebAddress({ address }: { address: string }) {
  if (!/^https?:\/\//i.test(address)) return <>{address}</>;
  return (
    <Anchor href={address} target="_blank" rel="noreferrer" fz="inherit">
      {address.replace(/^https?:\/\//i, "")}
    </Anchor>
  );
}
