import { Button, Group, Modal, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useBlocker } from "@tanstack/react-router";
import { Fragment, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConflictDialog } from "../ConflictDialog";
import { useCustomForm } from "../custom/useCustomForm";
import { formatTime } from "../dates";
import { Notice } from "../Notice";
import { Alike } from "./Alike";
import { Field } from "./Field";
import { textOf } from "./fields";
import { FormSkeleton } from "./FormSkeleton";
import classes from "./Form.module.css";
import { useForm, type FormOptions } from "./useForm";

export interface FormProps<R> extends FormOptions<R> {
  /** Entity of the record, whose fields of the organisation's own are asked for, too: "crm.account". */
  custom?: string;
  /** A verb: "Create account", "Save". */
  submitLabel: string;
  /** What the form does cannot be taken back. */
  danger?: boolean;
  onCancel?: () => void;
  /** "Cancel" if not given. */
  cancelLabel?: string;
  /** Offers "save and new". */
  repeat?: boolean;
  /** Below the fields: a line grid, a hint. */
  children?: ReactNode;
  /** One column whatever the width; in dialogs. */
  narrow?: boolean;
  /** Asked before leaving with unsaved text; on unless the form stands in a dialog of its own. */
  guard?: boolean;
}

/**
 * A form of typed fields. Ctrl+Enter saves and closes, Ctrl+S saves and stays, Ctrl+Shift+Enter
 * saves and starts a new one. Refusals land on their fields, the summary on top takes the focus.
 */
export function Form<R>({ custom, fields, defaults, ...props }: FormProps<R>) {
  const own = useCustomForm(custom, props.record);
  const all = useMemo(() => (own.fields.length > 0 ? [...fields, ...own.fields] : fields), [fields, own.fields]);
  const first = useMemo(() => (Object.keys(own.defaults).length > 0 ? { ...own.defaults, ...defaults } : defaults), [own.defaults, defaults]);
  const [waited] = useState(!own.ready);
  if (!own.ready) return <FormSkeleton />;
  return <Sheet<R> {...props} fields={all} defaults={first} claim={waited} />;
}

function Sheet<R>({ submitLabel, danger, onCancel, cancelLabel, repeat, children, narrow, guard = true, claim, ...options }: Omit<FormProps<R>, "custom"> & { claim: boolean }) {
  const form = useForm(options);
  const [entity = ""] = options.name.split("/");
  const { t } = useTranslation("ui");
  const prefix = useId();
  const summary = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState(false);
  const faulty = form.fields.filter((f) => form.faults.fields[f.name]);
  const count = faulty.length + form.faults.rest.length;
  const leaving = useRef(false);
  const root = useRef<HTMLFormElement>(null);
  // The panel gave the focus away while there was no field yet.
  useEffect(() => {
    if (claim) root.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [claim]);

  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => guard && form.dirty && !form.saving && !leaving.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => guard && form.dirty,
    withResolver: true,
  });

  const wanted = useRef(false);
  useEffect(() => {
    if (wanted.current && count > 0) {
      summary.current?.focus();
      wanted.current = false;
    }
  });
  const save = async (mode: "close" | "stay" | "new") => {
    wanted.current = true;
    await form.save(mode);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      void save(event.shiftKey && repeat ? "new" : "close");
    } else if (event.key.toLowerCase() === "s") {
      event.preventDefault();
      event.stopPropagation();
      void save("stay");
    }
  };
  const jump = (name: string) => {
    setMore(true);
    window.setTimeout(() => document.getElementById(`${prefix}-${name}`)?.focus(), 0);
  };

  const hidden = form.fields.filter((f) => f.more && !form.faults.fields[f.name]);
  const visible = more ? form.fields : form.fields.filter((f) => !hidden.includes(f));
  const begin = visible.find((f) => !f.render && !f.disabled);

  return (
    // The keys belong to the form as a whole, whichever of its fields has the focus.
    <form
      ref={root}
      className={classes.form}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save("close");
      }}
    >
      {form.draft ? (
        <Notice
          tone="info"
          actions={
            <>
              <Button size="compact-sm" variant="default" onClick={form.restore}>
                {t("form.restore")}
              </Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={form.discard}>
                {t("form.discard")}
              </Button>
            </>
          }
        >
          {t("form.draft", { time: formatTime(form.draft.at) })}
        </Notice>
      ) : null}
      {form.merged ? <Notice tone="info">{t("form.merged")}</Notice> : null}
      {count > 0 ? (
        <div ref={summary} tabIndex={-1} className={classes.summary}>
          <Notice tone="danger" urgent title={t("form.faults", { count })}>
            <ul className={classes.faults}>
              {form.faults.rest.map((text) => (
                <li key={text}>{text}</li>
              ))}
              {faulty.map((field) => (
                <li key={field.name}>
                  <UnstyledButton className={classes.fault} onClick={() => jump(field.name)}>
                    {t("form.fault_line", { field: field.label, fault: form.faults.fields[field.name] })}
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </Notice>
        </div>
      ) : null}

      <div className={classes.fields} data-narrow={narrow || undefined}>
        {visible.map((field, index) => (
          <Fragment key={field.name}>
            {field.section && field.section !== visible[index - 1]?.section ? <h3 className={classes.section}>{field.section}</h3> : null}
            <div className={field.wide || field.kind === "textarea" ? classes.wide : undefined}>
              <Field
                field={field}
                id={`${prefix}-${field.name}`}
                value={form.values[field.name]}
                error={form.faults.fields[field.name]}
                record={options.record}
                values={form.values}
                autoFocus={field === begin}
                onChange={(value) => form.set(field.name, value)}
                onBlur={() => form.check(field)}
              />
              {field.alike && !options.record ? <Alike entity={entity} text={textOf(field, form.values)} /> : null}
            </div>
          </Fragment>
        ))}
      </div>
      {hidden.length > 0 && !more ? (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconChevronDown size={16} stroke={1.75} />}
            onClick={() => setMore(true)}
          >
            {t("form.more", { count: hidden.length })}
          </Button>
        </div>
      ) : null}
      {children}

      <Group className={classes.foot} gap="sm">
        <Tooltip label={t("form.keys")} openDelay={800}>
          <Button type="submit" color={danger ? "red" : undefined} loading={form.saving}>
            {submitLabel}
          </Button>
        </Tooltip>
        {repeat ? (
          <Button variant="default" disabled={form.saving} onClick={() => void save("new")}>
            {t("form.save_new")}
          </Button>
        ) : null}
        {onCancel ? (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              leaving.current = true;
              form.reset();
              onCancel();
            }}
          >
            {cancelLabel ?? t("cancel")}
          </Button>
        ) : null}
        <Text size="xs" c="dimmed" role="status">
          {form.saved && !form.dirty ? t("form.saved") : ""}
        </Text>
      </Group>

      {form.clashes ? (
        <ConflictDialog clashes={form.clashes} onApply={(picked) => void form.resolve(picked)} onCancel={form.cancelClash} />
      ) : null}
      {blocker.status === "blocked" ? (
        <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={blocker.reset} title={t("form.leave_title")} size="sm">
          <Text size="sm">{t("form.leave_text")}</Text>
          <Group justify="flex-end" gap="sm" mt="lg">
            <Button variant="default" onClick={blocker.proceed}>
              {t("form.leave_go")}
            </Button>
            <Button data-autofocus onClick={blocker.reset}>
              {t("form.leave_stay")}
            </Button>
          </Group>
        </Modal>
      ) : null}
    </form>
  );
}
