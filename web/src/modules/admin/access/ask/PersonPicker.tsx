import { useTranslation } from "react-i18next";
import { Picker, type PickerSource } from "@/ui/Picker";

/** People who may sign in, by name; a person that stands in the address is read by id. */
export const people: PickerSource = {
  endpoint: "/identity/users",
  lookUp: "/access/people",
  toOption: (item: { id?: string; name?: string; email?: string; person?: { id: string; name: string } }) => ({
    id: item.person?.id ?? item.id ?? "",
    label: item.person?.name ?? item.name ?? "",
    hint: item.email,
  }),
};

interface PersonPickerProps {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** Chooses a person. */
export function PersonPicker({ value, onChange }: PersonPickerProps) {
  const { t } = useTranslation("grants");
  return <Picker {...people} label={t("ask.person")} placeholder={t("ask.person_hint")} value={value} onChange={(id) => onChange(id ?? undefined)} />;
}
