import { Button, Group, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ImportPart, ImportTarget } from "@/api/imports";
import { showFailed } from "@/ui/UndoToast";

/** Empty files with the right columns and a row of examples, to fill in a spreadsheet program. */
export function Templates({ target }: { target: ImportTarget }) {
  const { t } = useTranslation("imports");
  const parts: { part: ImportPart; label: string }[] = [{ part: "file", label: target.label }];
  if (target.lines) parts.push({ part: "lines", label: target.lines.label });
  return (
    <Group gap="md" mt="md">
      {parts.map(({ part, label }) => (
        <Group key={part} gap={4}>
          <Text size="sm" c="dimmed">
            {t("start.template", { name: label })}
          </Text>
          {(["csv", "xlsx"] as const).map((format) => (
            <Button
              key={format}
              size="compact-sm"
              variant="subtle"
              leftSection={<IconDownload size={14} stroke={1.75} />}
              aria-label={t("start.template_get", { name: label, format: t(`format.${format}`) })}
              onClick={() =>
                void api.download(`/imports/targets/${target.name}/template`, { part, format }, `${target.name}.${format}`).catch(showFailed)
              }
            >
              {t(`format.${format}`)}
            </Button>
          ))}
        </Group>
      ))}
    </Group>
  );
}
