import { Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { reasonField } from "../shared/Reason";
import type { Place } from "../wire";

/** Stops goods from going into or out of a place, and says why. */
export function BlockDialog({ place, onClose }: { place: Place; onClose: () => void }) {
  const { t } = useTranslation("inventory");
  const refresh = useRefresh();
  const fields = useMemo(
    () => [reasonField(t("reason"), [t("place.reasons.damage"), t("place.reasons.count"), t("place.reasons.cleaning"), t("place.reasons.quality")], { name: "blocked" })],
    [t],
  );
  return (
    <ActionDialog<Place>
      title={t("place.block_title", { code: place.code })}
      before={<Text size="sm">{t("place.block_text")}</Text>}
      name={`inventory.location.block/${place.id}`}
      fields={fields}
      submitLabel={t("place.block")}
      submit={(body) => api.patch<Place>(`/inventory/locations/${place.id}`, body, place.version)}
      onSaved={() => void refresh("/inventory/locations", "/history")}
      onClose={onClose}
    />
  );
}
