import { ActionIcon, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Neighbours } from "./useNeighbours";

/** To the record before and after, in the order of the list. */
export function NeighbourButtons({ previous, next }: Neighbours) {
  const { t } = useTranslation("ui");
  return (
    <>
      <Tooltip label={`${t("panel.previous")} (Shift k)`}>
        <ActionIcon size={36} variant="default" aria-label={t("panel.previous")} aria-disabled={!previous} data-disabled={!previous || undefined} onClick={previous}>
          <IconChevronUp size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t("panel.next")} (Shift j)`}>
        <ActionIcon size={36} variant="default" aria-label={t("panel.next")} aria-disabled={!next} data-disabled={!next || undefined} onClick={next}>
          <IconChevronDown size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
