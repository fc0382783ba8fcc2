import { Button, getDefaultZIndex, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { orgOfAddress } from "@/api/http";
import type { Me } from "@/api/identity";
import { Notice } from "@/ui/Notice";
import { useMe } from "@/ui/session";
import { useEntry } from "../entry/useEntry";
import { meKey, readMe, signInAddress } from "../session";

/** Asks for the password again; another person's sign-in loads the page anew. */
export function SignInDialog({ onAnswer }: { onAnswer: (back: boolean) => void }) {
  const { t } = useTranslation("app");
  const me = useMe();
  const client = useQueryClient();
  const entry = useEntry(["password"], { password: "" }, async ({ password }, clear) => {
    const now = await api.post<Me>("/identity/sessions", { email: me.user.email, password }, { org: null, quietSignIn: true });
    if (now.user.id !== me.user.id) {
      window.location.reload();
      return;
    }
    const org = orgOfAddress();
    client.setQueryData(meKey(org), await readMe(org));
    clear();
    onAnswer(true);
  });
  const leave = () => {
    onAnswer(false);
    window.location.assign(signInAddress());
  };

  return (
    // Above the side panel or dialog in which somebody was at work.
    <Modal opened onClose={leave} title={t("again.title")} size="sm" zIndex={getDefaultZIndex("overlay")} closeOnClickOutside={false} withCloseButton={false}>
      <form {...entry.form}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("again.text", { email: me.user.email })}
          </Text>
          {entry.rest.map((text) => (
            <Notice key={text} tone="danger" urgent>
              {text}
            </Notice>
          ))}
          {/* Password managers look for the name beside the password. */}
          <input type="text" name="username" autoComplete="username" value={me.user.email} readOnly hidden />
          <PasswordInput {...entry.field("password")} label={t("field.password")} autoComplete="current-password" data-autofocus />
          <Group justify="space-between">
            <Button variant="subtle" color="gray" onClick={leave}>
              {t("again.other")}
            </Button>
            <Button type="submit" loading={entry.busy}>
              {t("sign_in.submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
