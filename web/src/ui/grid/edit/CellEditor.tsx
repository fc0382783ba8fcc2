import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../../form/Field";
import type { FieldSpec } from "../../form/fields";
import { Picker } from "../../Picker";
import classes from "./edit.module.css";

/** Where the cell goes when it is left. */
export type Leave = "stay" | "next" | "previous" | "down";

interface CellEditorProps {
  field: FieldSpec;
  /** The row as forms read it. */
  record: Record<string, unknown>;
  values: Record<string, unknown>;
  value: unknown;
  /** Name of what was picked before. */
  label?: string;
  fault?: string;
  /** Answers what is wrong; then the editor stays. */
  onLeave: (value: unknown, to: Leave, label?: string) => string | undefined;
  onCancel: () => void;
}

/**
 * The control of a cell. Enter saves, Tab and Shift+Tab go to the next and the previous cell, Shift+Enter goes
 * down, Esc puts the value back. A choice is saved as it is made, and so is what was typed when the pointer goes elsewhere.
 */
export function CellEditor({ field, record, values, value: first, label: firstLabel, fault: known, onLeave, onCancel }: CellEditorProps) {
  const { t } = useTranslation("bulk");
  const [value, setValue] = useState(first);
  const [label, setLabel] = useState(firstLabel);
  const [fault, setFault] = useState(known);
  const root = useRef<HTMLDivElement>(null);
  const left = useRef(false);

  useEffect(() => {
    const control = root.current?.querySelector<HTMLInputElement>("input,textarea");
    control?.focus();
    if (control && control.type !== "checkbox") control.select();
    root.current?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  }, []);

  const leave = (now: unknown, to: Leave, name?: string) => {
    if (left.current) return;
    const wrong = onLeave(now, to, name);
    if (wrong) setFault(wrong);
    else left.current = true;
  };
  const outside = useEffectEvent((event: PointerEvent) => {
    const target = event.target;
    if (!(target instanceof Element) || root.current?.contains(target) || target.closest("[data-portal],[role=listbox],[role=dialog]")) return;
    leave(value, "stay", label);
  });
  useEffect(() => {
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const choosing = (event.target as HTMLElement).getAttribute("aria-expanded") === "true";
    const lines = event.target instanceof HTMLTextAreaElement;
    event.stopPropagation();
    if (event.key === "Escape") {
      if (choosing && field.kind !== "date") return;
      event.preventDefault();
      left.current = true;
      onCancel();
    } else if (event.key === "Tab") {
      event.preventDefault();
      leave(value, event.shiftKey ? "previous" : "next", label);
    } else if (event.key === "Enter" && !(choosing && field.kind !== "date") && (!lines || event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      leave(value, event.shiftKey ? "down" : "stay", label);
    }
  };
  const change = (next: unknown) => {
    setValue(next);
    setFault(undefined);
    if ((field.kind === "select" || field.kind === "yesno") && !field.render) leave(next, "stay");
  };
  const source = typeof field.picker === "function" ? field.picker(values) : field.picker;
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys are those of the control inside, and a click in it is none on the row
    <div ref={root} className={classes.editor} data-editing onKeyDown={onKeyDown} onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
      {field.kind === "picker" && source && !field.render ? (
        <Picker
          {...source}
          aria-label={field.label}
          value={(value as string) || null}
          valueLabel={label}
          clearable={!field.required}
          error={fault}
          onChange={(id, option) => {
            setValue(id ?? "");
            setLabel(option?.label);
            setFault(undefined);
            leave(id ?? "", "stay", option?.label);
          }}
        />
      ) : (
        <Field field={{ ...field, help: undefined }} id={`cell-${field.name}`} value={value} error={fault} record={record} values={values} onChange={change} onBlur={() => undefined} />
      )}
      <span className={classes.keys}>{t("cell_keys")}</span>
    </div>
  );
}
