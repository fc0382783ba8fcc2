import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { toProblem } from "@/api/problem";
import { Notice } from "@/ui/Notice";

interface ConfirmDialogProps {
  title: string;
  text: ReactNode;
  /** The verb: "Cancel the receipt". */
  action: string;
  danger?: boolean;
  run: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before what cannot be taken back. The verb is on the button, a refusal stands in the dialog. */
export function ConfirmDialog({ title, text, action, danger, run, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation("documents");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const go = async () => {
    setBusy(true);
    try {
      await run();
      onClose();
    } catch (cause) {
      const problem = toProblem(cause);
      setRefused(problem.errors[0]?.detail || problem.detail || problem.title);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size="md">
      <Stack gap="md">
        <Text size="sm" component="div">
          {text}
        </Text>
        {refused ? (
          <Notice tone="danger" urgent>
            {refused}
          </Notice>
        ) : null}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus={danger || undefined}>
            {t("back")}
          </Button>
          <Button color={danger ? "red" : undefined} loading={busy} onClick={() => void go()} data-autofocus={danger ? undefined : true}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
