import { Button, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconAlertOctagon, IconLock, IconPlugConnectedX, IconZoomQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { orgOfAddress } from "@/api/http";
import { toProblem } from "@/api/problem";
import { AskForAccess } from "./AskForAccess";

interface ErrorBlockProps {
  error: unknown;
  retry?: () => void;
  compact?: boolean;
}

const pictures = { 0: IconPlugConnectedX, 403: IconLock, 404: IconZoomQuestion } as const;

/** What failed, in words, with its request id and a retry. The rest of the page lives on. */
export function ErrorBlock({ error, retry, compact }: ErrorBlockProps) {
  const { t } = useTranslation("ui");
  const problem = toProblem(error);
  const Mark = pictures[problem.status as keyof typeof pictures] ?? IconAlertOctagon;
  const kind = problem.code === "client" ? "client" : problem.status >= 500 ? "500" : String(problem.status);
  const title = t(`error.${kind}.title`, { defaultValue: problem.title || t("error.other.title") });
  const said = problem.status >= 500 || problem.status === 404 ? "" : problem.detail || problem.title;
  const text = said || t(`error.${kind}.text`, { defaultValue: "", seconds: problem.retryAfter ?? 10 });
  // The server says which right is missing; whom it is missing can ask for it, where there is an organisation to ask.
  const missing = problem.status === 403 && typeof problem.body["permission"] === "string" && orgOfAddress() ? problem.body["permission"] : "";
  return (
    <Stack align="center" justify="center" gap="xs" p={compact ? "md" : 48} ta="center" role="alert">
      <Mark size={compact ? 20 : 28} stroke={1.5} aria-hidden color="var(--lh-edge)" />
      <Text fw={600}>{title}</Text>
      {text && text !== title ? (
        <Text size="sm" c="dimmed" maw={460}>
          {text}
        </Text>
      ) : null}
      <Group gap="sm" mt="xs" justify="center">
        {missing ? <AskForAccess permission={missing} /> : null}
        {retry ? (
          <Button variant="default" size="xs" onClick={retry}>
            {t("retry")}
          </Button>
        ) : null}
        {problem.requestId ? (
          <CopyButton value={problem.requestId}>
            {({ copied, copy }) => (
              <Button variant="subtle" color="gray" size="xs" onClick={copy}>
                {copied ? t("copied") : t("error.request_id", { id: problem.requestId.slice(0, 12) })}
              </Button>
            )}
          </CopyButton>
        ) : null}
      </Group>
    </Stack>
  );
}
