import { Button, Group, Skeleton, Text } from "@mantine/core";
import { IconArrowBackUp, IconHistory } from "@tabler/icons-react";
import { useParams as useRouteParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HistoryItem } from "@/api/history";
import { usePages } from "@/api/query";
import { useFieldWords } from "@/ui/custom/useFieldWords";
import { formatInstant } from "@/ui/dates";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { Scrollable } from "@/ui/Scrollable";
import { StatusBadge } from "@/ui/StatusBadge";
import { saidUndone } from "@/ui/UndoToast";
import { UndoDialog } from "@/ui/undo/UndoDialog";
import classes from "../shared/admin.module.css";
import { actorWord, tableWord } from "./words";

/** What one transaction changed, row by row, before and after, and the way back. */
export function ChangeSetPage() {
  const { t } = useTranslation("admin");
  const { id = "" } = useRouteParams({ strict: false }) as { id?: string };
  const pages = usePages<HistoryItem>(`/history/changes/${id}`, {});
  const items = pages.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const first = items[0];
  const facts = first
    ? [formatInstant(first.at, { seconds: true }), actorWord(first.actor), t(`audit.channels.${first.via}`, { defaultValue: first.via }), first.policy_version ? t("audit.policy", { version: first.policy_version }) : "", first.reason].filter(Boolean)
    : [];
  return (
    <Screen>
      <PageHeader
        title={first ? t("audit.change_at", { at: formatInstant(first.at) }) : t("audit.change")}
        icon={IconHistory}
        actions={first?.undoable ? <Undo id={id} onDone={() => void pages.refetch()} /> : null}
      >
        <Text size="sm" c="dimmed">
          {facts.join(" · ")}
        </Text>
        {first?.why_not ? (
          <Text size="sm" c="dimmed">
            {t("ui:undo.why_not", { reason: first.why_not })}
          </Text>
        ) : null}
      </PageHeader>
      <Scrollable label={t("audit.change")} className={classes.page}>
        {pages.isPending ? [0, 1, 2].map((n) => <Skeleton key={n} height={96} />) : null}
        {pages.isError ? <ErrorBlock error={pages.error} retry={() => void pages.refetch()} /> : null}
        {pages.isSuccess && items.length === 0 ? <EmptyBlock icon={IconHistory} title={t("audit.empty")} text={t("audit.empty_text")} /> : null}
        {items.map((item) => (
          <Change key={item.id} item={item} />
        ))}
        {pages.hasNextPage ? (
          <Group justify="center">
            <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
              {t("audit.more")}
            </Button>
          </Group>
        ) : null}
      </Scrollable>
    </Screen>
  );
}

function Change({ item }: { item: HistoryItem }) {
  const { t } = useTranslation("admin");
  const label = item.title || tableWord(item.entity);
  const fields = item.fields ?? [];
  const words = useFieldWords(item.entity);
  return (
    <article className={classes.change} aria-label={label}>
      <header>
        <span>
          <EntityLink entity={item.entity} id={item.entity_id} label={label} icon />
          {item.title ? <span className={classes.second}>{tableWord(item.entity)}</span> : null}
        </span>
        <StatusBadge kind="change" state={item.op} label={t(`audit.ops.${item.op}`)} />
      </header>
      {fields.length > 0 ? (
        <dl className={classes.fields}>
          {fields.map((field) => (
            <Fields key={field.name} name={words.label(field.name)} before={words.value(field.name, field.before)} after={words.value(field.name, field.after)} />
          ))}
        </dl>
      ) : (
        <Text size="sm" c="dimmed" px="lg" pb="sm">
          {t("audit.no_values")}
        </Text>
      )}
    </article>
  );
}

function Fields({ name, before, after }: { name: string; before: string; after: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">
        <del>{before}</del>
      </dd>
      <dd dir="auto">
        <ins>{after}</ins>
      </dd>
    </>
  );
}

function Undo({ id, onDone }: { id: string; onDone: () => void }) {
  const { t } = useTranslation("admin");
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} stroke={1.75} />} onClick={() => setAsked(true)}>
        {t("audit.undo")}
      </Button>
      {asked ? (
        <UndoDialog
          targets={[{ label: t("audit.undo"), what: { change_set: id } }]}
          onDone={(result) => {
            setAsked(false);
            saidUndone(result);
            onDone();
          }}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </>
  );
}
