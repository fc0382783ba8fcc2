import { Anchor, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Scrollable } from "@/ui/Scrollable";
import admin from "../shared/admin.module.css";
import { samples, type Language } from "./samples";

/** How the other side knows that a webhook is from here, with code to copy. */
export function Verify() {
  const { t } = useTranslation("webhooks");
  const [language, setLanguage] = useState<Language>("node");
  return (
    <Stack gap="sm">
      <Text fw={600}>{t("verify.title")}</Text>
      <Text size="sm">{t("verify.text")}</Text>
      <SegmentedControl
        size="xs"
        aria-label={t("verify.language")}
        value={language}
        onChange={(value) => setLanguage(value as Language)}
        data={[
          { value: "node", label: "Node.js" },
          { value: "python", label: "Python" },
          { value: "go", label: "Go" },
        ]}
        style={{ alignSelf: "start" }}
      />
      <Scrollable as="pre" label={t("verify.code")} className={admin.code}>
        {samples[language]}
      </Scrollable>
      <Text size="sm" c="dimmed">
        {t("verify.after")}{" "}
        <Anchor href="/reference" size="sm" underline="always">
          {t("reference")}
        </Anchor>
      </Text>
    </Stack>
  );
}
