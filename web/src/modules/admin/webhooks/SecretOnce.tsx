import { Button, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Notice } from "@/ui/Notice";
import { Secret } from "../shared/Secret";
import { Verify } from "./Verify";

/** A new secret: once, as nobody but the house can read it again. */
export function SecretOnce({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <Stack gap="md" p="lg">
      <Notice tone="warning" title={t("secret.once_title")}>
        {t("secret.once")}
      </Notice>
      <Secret value={secret} label={t("secret.name")} />
      <Verify />
      <Group gap="sm">
        <Button onClick={onDone}>{t("done")}</Button>
      </Group>
    </Stack>
  );
}
