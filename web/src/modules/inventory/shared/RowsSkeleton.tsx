import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The shape of a short table while it loads. */
export function RowsSkeleton({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation("ui");
  return (
    <Stack gap="xs" role="status" aria-label={t("loading")}>
      <Skeleton height={30} />
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={34} />
      ))}
    </Stack>
  );
}
