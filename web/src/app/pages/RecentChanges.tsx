import { Button, Group, Skeleton, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OwnChange } from "@/api/history";
import { usePages } from "@/api/query";
import { formatInstant } from "@/ui/dates";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { EntityLink } from "@/ui/EntityLink";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { PageHeader } from "@/ui/PageHeader";
import { saidUndone } from "@/ui/UndoToast";
import { UndoDialog } from "@/ui/undo/UndoDialog";
import { wordsOf } from "@/ui/words";
import classes from "./RecentChanges.module.css";

/** What I changed while I may undo it, newest first, each with its way back. */
export function RecentChanges() {
  const { t } = useTranslation("app");
  const pages = usePages<OwnChange>("/history/own", { limit: 30 });
  const [asked, setAsked] = useState<OwnChange | null>(null);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={classes.page}>
      <PageHeader title={t("changes.title")} icon={IconArrowBackUp}>
        <Text size="sm" c="dimmed">
          {t("changes.text")}
        </Text>
      </PageHeader>
      {pages.isPending ? [0, 1, 2].map((n) => <Skeleton key={n} height={44} my="xs" />) : null}
      {pages.isError ? <ErrorBlock error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && items.length === 0 ? <EmptyBlock icon={IconArrowBackUp} title={t("changes.empty")} text={t("changes.empty_text")} /> : null}
      {items.length > 0 ? (
        <ul className={classes.list}>
          {items.map((item) => (
            <li key={item.change_set_id}>
              <span className={classes.what}>
                <span className={classes.op}>{t(`changes.op.${item.op}`)}</span>
                <EntityLink entity={item.entity} id={item.entity_id} label={item.title || wordsOf(item.entity.split(".")[1] ?? item.entity)} icon />
                {item.records > 1 ? (
                  <Text span size="xs" c="dimmed">
                    {item.records >= 20 ? t("changes.many") : t("changes.records", { count: item.records })}
                  </Text>
                ) : null}
              </span>
              <Text span size="xs" c="dimmed" className={classes.when}>
                {[formatInstant(item.at), item.reason].filter(Boolean).join(" · ")}
              </Text>
              {item.undoable ? (
                <Button size="compact-sm" variant="default" leftSection={<IconArrowBackUp size={14} />} onClick={() => setAsked(item)} aria-label={`${t("changes.undo")}: ${item.title ?? ""}`}>
                  {t("changes.undo")}
                </Button>
              ) : (
                <Text span size="xs" c="dimmed">
                  {t("changes.cannot")}
                </Text>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {pages.hasNextPage ? (
        <Group justify="center" p="sm">
          <Button variant="default" size="xs" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("changes.more")}
          </Button>
        </Group>
      ) : null}
      {asked ? (
        <UndoDialog
          targets={[{ label: "", what: asked.operation_id ? { operation: asked.operation_id } : { change_set: asked.change_set_id } }]}
          onDone={(result) => {
            setAsked(null);
            saidUndone(result);
          }}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </div>
  );
}
