import { Button, getDefaultZIndex, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Notice } from "@/ui/Notice";
import { useMe } from "@/ui/session";
import { useEntry } from "../entry/useEntry";

/** Asks for the password before an act that reaches far; it counts for five minutes. */
export function ProofDialog({ onAnswer }: { onAnswer: (proven: boolean) => void }) {
  const { t } = useTranslation("app");
  const me = useMe();
  const entry = useEntry(["password"], { password: "" }, async ({ password }, clear) => {
    await api.post("/identity/sessions/current/proof", { password }, { quietSignIn: true });
    clear();
    onAnswer(true);
  });
  const leave = () => onAnswer(false);

  return (
    // Above the side panel or dialog in which the act was begun.
    <Modal opened onClose={leave} title={t("proof.title")} size="sm" zIndex={getDefaultZIndex("overlay")} closeOnClickOutside={false} closeButtonProps={{ "aria-label": t("ui:close") }}>
      <form {...entry.form}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("proof.text", { email: me.user.email })}
          </Text>
          {entry.rest.map((text) => (
            <Notice key={text} tone="danger" urgent>
              {text}
            </Notice>
          ))}
          {/* Password managers look for the name beside the password. */}
          <input type="text" name="username" autoComplete="username" value={me.user.email} readOnly hidden />
          <PasswordInput {...entry.field("password")} label={t("field.password")} autoComplete="current-password" data-autofocus />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={leave}>
              {t("ui:cancel")}
            </Button>
            <Button type="submit" loading={entry.busy}>
              {t("proof.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
