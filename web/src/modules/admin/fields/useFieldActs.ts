import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { labelOf, type CustomField } from "@/ui/custom/wire";
import { showDone, showFailed, showUndo } from "@/ui/UndoToast";

/** Takes fields out of use and back. Records keep what they have in them all the while. */
export function useFieldActs() {
  const { t } = useTranslation("fields");
  const refresh = useRefresh();
  const act = async (field: CustomField, verb: "archive" | "restore") => {
    const done = await api.post<CustomField>(`/custom-fields/${field.id}/${verb}`, undefined, { version: field.version });
    await refresh("/custom-fields");
    return done;
  };
  return {
    archive: async (field: CustomField) => {
      try {
        const done = await act(field, "archive");
        showUndo(t("archived_now", { field: labelOf(field) }), () => act(done, "restore"));
      } catch (cause) {
        showFailed(cause);
      }
    },
    restore: async (field: CustomField) => {
      try {
        await act(field, "restore");
        showDone(t("restored", { field: labelOf(field) }));
      } catch (cause) {
        showFailed(cause);
      }
    },
  };
}
