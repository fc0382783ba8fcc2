import { useTranslation } from "react-i18next";
import { Picker } from "@/ui/Picker";
import { useEntity } from "@/ui/registry";
import { useCan } from "@/ui/session";
import { useResources } from "../words";
import { resourceOf } from "./answer";

interface RecordPickerProps {
  permission: string | undefined;
  value: string | undefined;
  /** Its name, if an answer told it already. */
  name?: string;
  onChange: (id: string | undefined) => void;
}

/** Chooses a record of the right's resource, among those that one may read oneself; nothing where there are none. */
export function RecordPicker({ permission, value, name, onChange }: RecordPickerProps) {
  const { t } = useTranslation("grants");
  const can = useCan();
  const { items } = useResources();
  const resource = items.find((r) => r.name === resourceOf(permission ?? ""));
  const entity = useEntity(resource?.name);
  if (!resource?.records || !entity?.endpoint || !can(entity.permission)) return null;
  const title = entity.titleField ?? "name";
  return (
    <Picker
      // Another resource's name must not stay in the field.
      key={resource.name}
      endpoint={entity.endpoint}
      toOption={(item: Record<string, unknown>) => ({ id: String(item["id"]), label: String(item[title] ?? item["number"] ?? item["code"] ?? item["id"]), hint: hintOf(item, title) })}
      label={t("ask.record")}
      placeholder={t("ask.record_hint")}
      value={value}
      valueLabel={name}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}

// What tells namesakes apart, whatever the record is.
function hintOf(item: Record<string, unknown>, title: string): string {
  return ["code", "number", "sku", "email", "account_name", "city"]
    .filter((key) => key !== title && typeof item[key] === "string" && item[key] !== "")
    .map((key) => String(item[key]))
    .slice(0, 2)
    .join(" · ");
}
