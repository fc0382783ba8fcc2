import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import type { Schema } from "@/api/schema";
import { useFieldWords } from "../custom/useFieldWords";
import { formatInstant } from "../dates";
import { EmptyBlock } from "../EmptyBlock";
import { ErrorBlock } from "../ErrorBlock";
import { Notice } from "../Notice";
import classes from "./AsOfView.module.css";
import { Parts } from "./Parts";

interface AsOfViewProps {
  entity: string;
  id: string;
  at: string;
  fieldLabels?: Record<string, string>;
  onBack: () => void;
}

/** A record as it was at an instant, with its lines, to be read only. */
export function AsOfView({ entity, id, at, fieldLabels, onBack }: AsOfViewProps) {
  const { t } = useTranslation("ui");
  const record = useGet<Schema<"HistoryRecord">>("/history/as-of", { entity, id, at });
  const words = useFieldWords(entity, fieldLabels);
  // Other records stand there by their IDs, which say nothing to people.
  const values = Object.entries(record.data?.values ?? {}).flatMap(ownApart).filter(([, value]) => value !== null && value !== "" && !isId(value));
  const missing = record.error?.status === 404;
  return (
    <Stack gap="md" className={classes.view}>
      <Notice
        tone="decision"
        actions={
          <Button size="compact-sm" variant="default" leftSection={<IconHistory size={16} stroke={1.75} />} onClick={onBack}>
            {t("as_of.back")}
          </Button>
        }
      >
        <b>{t("as_of.banner", { at: formatInstant(at, { seconds: true }) })}</b> {t("as_of.read_only")}
      </Notice>
      {record.isPending ? <Skeleton height={160} /> : null}
      {missing ? <EmptyBlock icon={IconHistory} title={t("as_of.none")} text={t("as_of.none_text")} compact /> : null}
      {record.isError && !missing ? <ErrorBlock error={record.error} retry={() => void record.refetch()} compact /> : null}
      {record.data ? (
        <>
          <section className={classes.block} aria-label={t("as_of.values")}>
            <dl className={classes.values}>
              {values.map(([name, value]) => (
                <div key={name}>
                  <dt>{words.label(name)}</dt>
                  <dd dir="auto">{words.value(name, value)}</dd>
                </div>
              ))}
            </dl>
          </section>
          <Parts parts={record.data.parts ?? []} />
          {record.data.more ? (
            <Text size="sm" c="dimmed">
              {t("as_of.more")}
            </Text>
          ) : null}
        </>
      ) : null}
    </Stack>
  );
}

// The organisation's own fields are one column of the record, and as many lines.
function ownApart([name, value]: [string, unknown]): [string, unknown][] {
  if (name !== "custom" || value === null || typeof value !== "object") return [[name, value]];
  return Object.entries(value).map(([key, one]) => [`custom.${key}`, one]);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value);
}
