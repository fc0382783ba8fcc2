import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { formatDecimal } from "@/ui/number";
import { showDone } from "@/ui/UndoToast";
import { reasonField } from "../shared/Reason";
import { useUnitName } from "../shared/Qty";
import type { Movement, Posted } from "../wire";

/** Takes a row of the ledger back by its opposite, with a reason. The row itself stays. */
export function ReverseDialog({ movement, onClose }: { movement: Movement; onClose: () => void }) {
  const { t } = useTranslation("inventory");
  const unit = useUnitName();
  const refresh = useRefresh();
  const fields = useMemo(
    () => [reasonField(t("reason"), [t("reverse.reasons.wrong_product"), t("reverse.reasons.wrong_quantity"), t("reverse.reasons.twice"), t("reverse.reasons.wrong_place")])],
    [t],
  );
  return (
    <ActionDialog<Posted>
      title={t("reverse.title", { number: movement.document.number })}
      before={
        <Text size="sm">
          {t("reverse.text", {
            quantity: formatDecimal(movement.qty),
            unit: unit(movement.unit),
            product: movement.product.name,
            from: movement.to.name || movement.to.code,
            to: movement.from.name || movement.from.code,
          })}
        </Text>
      }
      name={`inventory.reverse/${movement.id}`}
      fields={fields}
      submitLabel={t("reverse.action")}
      submit={(body, context) => api.post<Posted>(`/inventory/movements/${movement.id}/reverse`, body, { idempotencyKey: context.idempotencyKey })}
      onSaved={(posted) => {
        showDone(t("reverse.done", { number: posted.number }));
        void refresh("/inventory");
      }}
      onClose={onClose}
    />
  );
}
