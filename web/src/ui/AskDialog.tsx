import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { toProblem } from "@/api/problem";
import { Notice } from "./Notice";

interface AskDialogProps {
  title: string;
  /** A verb. */
  submitLabel: string;
  /** What is asked is answered far enough. */
  ready: boolean;
  /** Does it, and closes the dialog when that is right; a refusal that it throws is shown. */
  submit: () => Promise<unknown>;
  onClose: () => void;
  /** The fields. */
  children: ReactNode;
}

/** A few questions whose fields depend on each other more than a Form can say. A refusal stands above the fields, which stay as they were. */
export function AskDialog({ title, submitLabel, ready, submit, onClose, children }: AskDialogProps) {
  const { t } = useTranslation("ui");
  const [refusal, setRefusal] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await submit();
    } catch (cause) {
      const problem = toProblem(cause);
      setRefusal(problem.errors[0]?.detail || problem.detail || problem.title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size="md" closeButtonProps={{ "aria-label": t("ui:close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void send();
        }}
      >
        <Stack gap="md">
          {refusal ? (
            <Notice tone="danger" urgent>
              {refusal}
            </Notice>
          ) : null}
          {children}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("ui:cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={!ready}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
