import { Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldSpec } from "./form/fields";
import { Form, type FormProps } from "./form/Form";

const nothing: FieldSpec[] = [];

interface ActionDialogProps<R> extends Omit<FormProps<R>, "narrow" | "guard" | "onCancel" | "cancelLabel" | "fields"> {
  title: string;
  /** None: the dialog only asks before what cannot be taken back. */
  fields?: FieldSpec[];
  onClose: () => void;
  /** Above the fields: what will happen. */
  before?: ReactNode;
}

/** A small form over the page for one act that needs a word first: a reason, a day, a yes. Its button is the verb. */
export function ActionDialog<R>({ title, onClose, before, fields = nothing, onSaved, ...form }: ActionDialogProps<R>) {
  const { t } = useTranslation("ui");
  return (
    <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={onClose} title={title} size="md" data-action-dialog>
      <Stack gap="md">
        {before}
        <Form
          {...form}
          fields={fields}
          narrow
          guard={false}
          onCancel={onClose}
          // Beside "Cancel the order" another "Cancel" would say the same and do the opposite.
          cancelLabel={form.danger ? t("back") : undefined}
          onSaved={(result, mode) => {
            onSaved?.(result, mode);
            onClose();
          }}
        />
      </Stack>
    </Modal>
  );
}
