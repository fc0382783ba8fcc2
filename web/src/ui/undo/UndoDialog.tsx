import { Button, Group, Loader, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UndoPreview, UndoResult } from "@/api/history";
import { useGet } from "@/api/query";
import { runUndo, type UndoTarget } from "@/api/undo";
import { ErrorBlock } from "../ErrorBlock";
import { showFailed } from "../UndoToast";
import { UndoFindings } from "./UndoFindings";

interface UndoDialogProps {
  /** The choices, the narrowest first: what it did to this record, all that it did. */
  targets: { label: string; what: UndoTarget }[];
  onDone: (result: UndoResult) => void;
  onClose: () => void;
}

/** Says before what an undo would put back and what would stay, and then does it. */
export function UndoDialog({ targets, onDone, onClose }: UndoDialogProps) {
  const { t } = useTranslation("ui");
  const [chosen, setChosen] = useState(0);
  const [running, setRunning] = useState<{ done: number; total: number } | null>(null);
  const what = targets[chosen]?.what ?? {};
  const preview = useGet<UndoPreview>("/history/undo", { change_set: what.change_set, operation: what.operation, entity: what.record?.entity, record: what.record?.id }, { staleTime: 0 });
  const would = preview.data;
  const go = async () => {
    setRunning({ done: 0, total: 0 });
    try {
      onDone(await runUndo(what, (run) => setRunning({ done: run.done, total: run.total })));
    } catch (cause) {
      setRunning(null);
      showFailed(cause);
    }
  };
  return (
    <Modal opened closeButtonProps={{ "aria-label": t("close") }} onClose={onClose} title={t("undo.title")} size="md">
      <Stack gap="md">
        {targets.length > 1 ? (
          <Radio.Group label={t("undo.what")} value={String(chosen)} onChange={(value) => setChosen(Number(value))}>
            <Stack gap="xs" mt="xs">
              {targets.map((target, index) => (
                <Radio key={target.label} value={String(index)} label={target.label} />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
        {preview.isPending ? (
          <Group gap="sm" role="status">
            <Loader size="xs" />
            <Text size="sm">{t("undo.checking")}</Text>
          </Group>
        ) : null}
        {preview.isError ? <ErrorBlock error={preview.error} retry={() => void preview.refetch()} compact /> : null}
        {would ? <UndoFindings preview={would} /> : null}
        <Group justify="flex-end" gap="sm">
          {running && running.total > 0 ? (
            <Text size="sm" c="dimmed" role="status">
              {t("undo.running", running)}
            </Text>
          ) : null}
          <Button variant="default" data-autofocus onClick={onClose}>
            {t("undo.keep")}
          </Button>
          <Button disabled={!would || would.reverse === 0} loading={running !== null} onClick={() => void go()}>
            {t("undo.go", { count: would?.reverse ?? 0 })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
