import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Notice } from "@/ui/Notice";
import { Exchange } from "./Exchange";
import type { WebhookDelivery } from "./types";

/** What an endpoint made of a test. */
export function TestResult({ delivery }: { delivery: WebhookDelivery }) {
  const { t } = useTranslation("webhooks");
  const good = delivery.state === "sent";
  return (
    <Stack gap="md">
      <Notice tone={good ? "success" : "danger"} title={t(good ? "test.good" : "test.bad")}>
        {good ? t("test.good_text") : delivery.why}
      </Notice>
      {(delivery.calls ?? []).map((call) => (
        <Exchange key={call.n} call={call} body={delivery.body ?? ""} />
      ))}
    </Stack>
  );
}
