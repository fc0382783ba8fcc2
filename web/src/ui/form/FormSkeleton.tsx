import { Skeleton, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Shape of a form while what it asks for is not known yet. */
export function FormSkeleton() {
  const { t } = useTranslation("ui");
  return (
    <Stack gap="lg" role="status" aria-label={t("loading")}>
      {[0, 1, 2, 3].map((n) => (
        <Skeleton key={n} height={44} />
      ))}
    </Stack>
  );
}
