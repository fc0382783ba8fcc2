import { ActionIcon, Group, UnstyledButton } from "@mantine/core";
import { IconCheck, IconPencil, IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConflictDialog } from "./ConflictDialog";
import { Field } from "./form/Field";
import type { FieldSpec } from "./form/fields";
import { useForm, type FormOptions } from "./form/useForm";
import classes from "./InlineEdit.module.css";

export interface InlineEditProps<R> extends Pick<FormOptions<R>, "record" | "version" | "submit" | "reload"> {
  /** Names the draft: "crm.account/<id>". */
  name: string;
  field: FieldSpec;
  /** What is shown while nothing is edited. */
  children: ReactNode;
  /** False shows the value alone. */
  editable?: boolean;
  onSaved?: (result: R) => void;
}

/**
 * A fact that is edited where it stands: a click or Enter opens its control, Enter saves, Esc puts
 * it back. Two people's changes are settled as in a form.
 */
export function InlineEdit<R>({ children, editable = true, ...props }: InlineEditProps<R>) {
  const { t } = useTranslation("ui");
  const [editing, setEditing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    window.setTimeout(() => opener.current?.focus(), 0);
  };
  if (!editable) return <>{children}</>;
  if (editing) return <Editor {...props} onClose={close} />;
  return (
    <span className={classes.shown}>
      <span className={classes.value}>{children}</span>
      <UnstyledButton ref={opener} className={classes.pencil} onClick={() => setEditing(true)} aria-label={t("inline.edit", { field: props.field.label })}>
        <IconPencil size={15} stroke={1.75} aria-hidden />
      </UnstyledButton>
    </span>
  );
}

function Editor<R>({ field, name, onClose, onSaved, ...options }: Omit<InlineEditProps<R>, "children" | "editable"> & { onClose: () => void }) {
  const { t } = useTranslation("ui");
  const fields = useMemo(() => [{ ...field, help: undefined }], [field]);
  const form = useForm<R>({
    ...options,
    name: `${name}/${field.name}`,
    fields,
    onSaved: (result) => {
      onSaved?.(result);
      onClose();
    },
  });
  const root = useRef<HTMLFormElement>(null);
  useEffect(() => root.current?.querySelector<HTMLElement>("input,textarea")?.focus(), []);
  const cancel = () => {
    form.reset();
    onClose();
  };
  const error = form.faults.fields[field.name] ?? form.faults.rest[0];
  const save = () => (form.dirty ? void form.save("close") : onClose());
  return (
    // Esc belongs to the whole little form, whichever control has the focus.
    <form
      className={classes.editor}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        const choosing = (event.target as HTMLElement).getAttribute("aria-expanded") === "true";
        if (event.key === "Escape" && !choosing) {
          event.stopPropagation();
          cancel();
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          save();
        }
      }}
      ref={root}
    >
      <Field
        field={field}
        id={`inline-${field.name}`}
        value={form.values[field.name]}
        error={error}
        record={options.record}
        onChange={(value) => form.set(field.name, value)}
        onBlur={() => undefined}
      />
      <Group gap={4} justify="flex-end">
        <ActionIcon type="submit" variant="filled" color="indigo" size={26} loading={form.saving} aria-label={t("inline.save")}>
          <IconCheck size={16} stroke={2} />
        </ActionIcon>
        <ActionIcon variant="default" size={26} onClick={cancel} aria-label={t("cancel")}>
          <IconX size={16} stroke={2} />
        </ActionIcon>
      </Group>
      {form.clashes ? <ConflictDialog clashes={form.clashes} onApply={(picked) => void form.resolve(picked)} onCancel={form.cancelClash} /> : null}
    </form>
  );
}
