import { List, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { UndoPreview } from "@/api/history";
import { useFieldWords } from "../custom/useFieldWords";
import { EntityLink } from "../EntityLink";
import { Notice } from "../Notice";
import { wordsOf } from "../words";

const most = 20;

/** What an undo would put back, what would stay, and why. */
export function UndoFindings({ preview }: { preview: UndoPreview }) {
  const { t } = useTranslation("ui");
  const { kept, conflicts, records, reverse } = preview;
  const words = useFieldWords(conflicts[0]?.entity);
  return (
    <Stack gap="sm">
      {preview.kept_count === 0 ? (
        <Text size="sm">{conflicts.length > 0 ? t("undo.rest") : t("undo.all", { count: records })}</Text>
      ) : (
        <>
          <Notice tone="warning">{reverse > 0 ? t("undo.some", { reverse, records }) : t("undo.none")}</Notice>
          <List size="sm" spacing="xs">
            {kept.slice(0, most).map((one) => (
              <List.Item key={one.id}>
                <EntityLink entity={one.entity} id={one.id} label={one.title || wordsOf(one.entity.split(".")[1] ?? one.entity)} /> {one.reason}
              </List.Item>
            ))}
          </List>
          {preview.kept_count > most ? (
            <Text size="sm" c="dimmed">
              {t("undo.more", { count: preview.kept_count - most })}
            </Text>
          ) : null}
        </>
      )}
      {conflicts.length > 0 ? (
        <>
          <Notice tone="warning">{t("undo.values")}</Notice>
          <List size="sm" spacing="xs">
            {conflicts.slice(0, most).map((one, index) => (
              <List.Item key={`${one.id}-${index}`}>
                {records > 1 ? (
                  <>
                    <EntityLink entity={one.entity} id={one.id} label={one.title} />{" "}
                  </>
                ) : null}
                {one.field ? t("undo.value", { field: words.label(one.field), before: words.value(one.field, one.before), now: words.value(one.field, one.now) }) : t("undo.hidden_field")}
              </List.Item>
            ))}
          </List>
        </>
      ) : null}
      {preview.long ? (
        <Text size="sm" c="dimmed">
          {t("undo.long")}
        </Text>
      ) : null}
      {preview.tried ? null : (
        <Text size="sm" c="dimmed">
          {t("undo.untried")}
        </Text>
      )}
    </Stack>
  );
}
