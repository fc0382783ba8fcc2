import { Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Form, type FormProps } from "./form/Form";

interface ActionDialogProps<R> extends Omit<FormProps<R>, "narrow" | "guard" | "onCancel"> {
  title: string;
  onClose: () => void;
  /** Above the fields: what will happen. */
  before?: ReactNode;
}

/** A small form over the page for one act that needs an input: a reason, a day. Its button is the verb. */
export function ActionDialog<R>({ title, onClose, before, onSaved, ...form }: ActionDialogProps<R>) {
  return (
    <Modal opened onClose={onClose} title={title} size="md" data-action-dialog>
      <Stack gap="md">
        {before}
        <Form
          {...form}
          narrow
          guard={false}
          onCancel={onClose}
          onSaved={(result, mode) => {
            onSaved?.(result, mode);
            onClose();
          }}
        />
      </Stack>
    </Modal>
  );
}
