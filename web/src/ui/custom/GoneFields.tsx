import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { GridState } from "../grid/useGridState";
import { Notice } from "../Notice";
import { useEntity } from "../registry";
import { useCan } from "../session";
import { labelOf, nameOf, type CustomField } from "./wire";

/** Says which fields a view names that are not there any more, and takes them out of it. */
export function GoneFields({ entity, state }: { entity: string | undefined; state: GridState }) {
  const { t } = useTranslation("ui");
  const can = useCan();
  const taking = useEntity(entity)?.custom === true;
  // Archived ones still have a name; what nobody knows is called as the address calls it.
  const found = useGet<{ items: CustomField[] | null }>("/custom-fields", { entity, archived: true }, { enabled: taking && can("custom.field.read") });
  const names = state.gone.map((name) => {
    const field = found.data?.items?.find((one) => nameOf(one) === name);
    return field ? labelOf(field) : name.slice("custom.".length);
  });
  return (
    <Notice
      tone="warning"
      actions={
        <Button size="compact-sm" variant="default" onClick={state.dropGone}>
          {t("custom.gone_drop")}
        </Button>
      }
    >
      {t("custom.gone", { count: names.length, fields: names.join(", ") })}
    </Notice>
  );
}
