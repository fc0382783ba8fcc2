import { ActionIcon, Button, Menu, TextInput, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDots, IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef, type ClipboardEvent, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "@/api/problem";
import { DateField } from "./DateField";
import classes from "./lines/LineGrid.module.css";
import { faultAt, readPaste } from "./lines/lines";
import { NumberField } from "./NumberField";
import { parseNumber } from "./number";
import { Picker, type PickerSource } from "./Picker";

/** One column of a line grid. A column without `kind` is only shown. */
export interface LineColumn<L> {
  key: keyof L & string;
  label: string;
  kind?: "text" | "quantity" | "money" | "percent" | "integer" | "date" | "picker";
  width?: number | string;
  /** A shown column whose values are amounts. */
  numeric?: boolean;
  required?: boolean;
  picker?: PickerSource;
  /** Member of the line with the name of what is picked. */
  labelField?: keyof L & string;
  unit?: (line: L) => string | undefined;
  /** Other members that follow a choice: the price of a product. */
  follow?: (item: unknown, line: L) => Partial<L>;
  /** Drawing of a shown column, and of a cell when the grid is read only. */
  cell?: (line: L, index: number) => ReactNode;
  disabled?: (line: L) => boolean;
}

export interface LineGridProps<L> {
  label: string;
  columns: LineColumn<L>[];
  lines: L[];
  onChange: (lines: L[]) => void;
  /** A new empty line; give it a key of its own. */
  newLine: () => L;
  lineKey: (line: L) => string;
  /** The problem's errors; those under "<pointer>/<n>/…" land on their cells. */
  errors?: FieldProblem[];
  pointer?: string;
  readOnly?: boolean;
  addLabel?: string;
  /** Below the lines: totals. */
  footer?: ReactNode;
}

/**
 * Lines of a document, typed in place. Enter goes down and adds a line after the last one,
 * Ctrl+Backspace takes the line away, and rows pasted from a spreadsheet fill cells and lines.
 */
export function LineGrid<L extends object>(props: LineGridProps<L>) {
  const { columns, lines, onChange, newLine, lineKey, errors = [], pointer = "/lines", readOnly } = props;
  const { t } = useTranslation("ui");
  const root = useRef<HTMLDivElement>(null);
  const change = (index: number, patch: Partial<L>) => onChange(lines.map((line, n) => (n === index ? { ...line, ...patch } : line)));
  const remove = (index: number) => onChange(lines.filter((_, n) => n !== index));
  const shift = (index: number, by: number) => {
    const next = [...lines];
    const line = next.splice(index, 1)[0];
    if (line) next.splice(index + by, 0, line);
    onChange(next);
  };
  const focus = (index: number, key: string) =>
    window.setTimeout(() => root.current?.querySelector<HTMLElement>(`[data-cell="${index}-${key}"] input`)?.focus(), 0);
  const first = columns.find((c) => c.kind)?.key ?? "";
  const add = () => {
    onChange([...lines, newLine()]);
    focus(lines.length, first);
  };

  const onKeyDown = (event: KeyboardEvent, index: number, key: string) => {
    // An open list of choices keeps Enter for itself.
    const choosing = (event.target as HTMLElement).getAttribute("aria-expanded") === "true";
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !choosing) {
      event.preventDefault();
      if (index + 1 < lines.length) focus(index + 1, key);
      else add();
    } else if (event.key === "Backspace" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      remove(index);
      focus(Math.max(0, index - 1), key);
    }
  };
  const onPaste = (event: ClipboardEvent, index: number, key: string) => {
    const rows = readPaste(event.clipboardData.getData("text/plain"));
    if (rows.length < 2 && (rows[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    const editable = columns.filter((c) => c.kind && c.kind !== "picker");
    const start = editable.findIndex((c) => c.key === key);
    if (start < 0) return;
    const next = [...lines];
    rows.forEach((cells, r) => {
      const line = { ...(next[index + r] ?? newLine()) } as Record<string, unknown>;
      cells.forEach((text, c) => {
        const column = editable[start + c];
        if (!column) return;
        const numeric = column.kind !== "text" && column.kind !== "date";
        line[column.key] = numeric ? (parseNumber(text)?.value ?? text.trim()) : text.trim();
      });
      next[index + r] = line as L;
    });
    onChange(next);
  };

  const template = columns.map((c) => (typeof c.width === "number" ? `${c.width}px` : (c.width ?? "minmax(140px, 1fr)"))).join(" ");
  return (
    <div className={classes.root} ref={root}>
      <div className={classes.scroll}>
        <div role="table" aria-label={props.label} aria-rowcount={lines.length + 1} className={classes.table} style={{ gridTemplateColumns: `32px ${template} 40px` }}>
          <div role="row" className={classes.head}>
            <div role="columnheader" className={classes.number}>
              {t("lines.number")}
            </div>
            {columns.map((column) => (
              <div role="columnheader" key={column.key} data-numeric={isNumeric(column.kind) || column.numeric || undefined} data-shown={!column.kind || undefined}>
                {column.label}
              </div>
            ))}
            <div role="columnheader">
              <VisuallyHidden>{t("grid.actions")}</VisuallyHidden>
            </div>
          </div>
          {lines.map((line, index) => (
            <div role="row" key={lineKey(line)} className={classes.line}>
              <div role="rowheader" className={classes.number}>
                {index + 1}
              </div>
              {columns.map((column) => {
                const fault = faultAt(errors, pointer, index, column.key);
                return (
                  // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys belong to the control inside
                  <div
                    role="cell"
                    key={column.key}
                    className={classes.cell}
                    data-cell={`${index}-${column.key}`}
                    data-label={column.label}
                    data-numeric={isNumeric(column.kind) || column.numeric || undefined}
                    data-fault={fault ? true : undefined}
                    data-shown={readOnly || !column.kind || undefined}
                    onKeyDown={(event) => onKeyDown(event, index, column.key)}
                    onPaste={(event) => onPaste(event, index, column.key)}
                  >
                    {readOnly || !column.kind ? (
                      <div className={classes.shown}>{column.cell ? column.cell(line, index) : String(line[column.key] ?? "")}</div>
                    ) : (
                      <Control line={line} column={column} index={index} onChange={(patch) => change(index, patch)} />
                    )}
                    {fault ? (
                      <div className={classes.fault} role="alert">
                        {fault}
                      </div>
                    ) : null}
                  </div>
                );
              })}
              <div role="cell" className={classes.menu}>
                {readOnly ? null : (
                  <Menu position="bottom-end" withinPortal>
                    <Menu.Target>
                      <ActionIcon size={26} aria-label={t("lines.menu", { number: index + 1 })}>
                        <IconDots size={16} stroke={1.75} />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item leftSection={<IconArrowUp size={16} stroke={1.75} />} disabled={index === 0} onClick={() => shift(index, -1)}>
                        {t("lines.up")}
                      </Menu.Item>
                      <Menu.Item leftSection={<IconArrowDown size={16} stroke={1.75} />} disabled={index === lines.length - 1} onClick={() => shift(index, 1)}>
                        {t("lines.down")}
                      </Menu.Item>
                      <Menu.Item leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => remove(index)}>
                        {t("lines.remove")}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                )}
              </div>
            </div>
          ))}
        </div>
      </div>
      <div className={classes.foot}>
        {readOnly ? (
          <span />
        ) : (
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={add}>
            {props.addLabel ?? t("lines.add")}
          </Button>
        )}
        {props.footer}
      </div>
    </div>
  );
}

function Control<L extends object>({ line, column, index, onChange }: { line: L; column: LineColumn<L>; index: number; onChange: (patch: Partial<L>) => void }) {
  const { t } = useTranslation("ui");
  const value = line[column.key];
  const text = typeof value === "string" ? value : value === null || value === undefined ? "" : String(value);
  const label = t("lines.cell", { column: column.label, number: index + 1 });
  const disabled = column.disabled?.(line);
  const set = (next: unknown) => onChange({ [column.key]: next } as Partial<L>);
  switch (column.kind) {
    case "picker":
      return (
        <Picker
          {...(column.picker ?? { endpoint: "" })}
          aria-label={label}
          variant="unstyled"
          clearable={false}
          disabled={disabled}
          value={text || null}
          valueLabel={column.labelField ? (line[column.labelField] as string | undefined) : undefined}
          onChange={(id, option, item) =>
            onChange({
              [column.key]: id,
              ...(column.labelField ? { [column.labelField]: option?.label ?? "" } : {}),
              ...(item !== undefined ? column.follow?.(item, line) : {}),
            } as Partial<L>)
          }
        />
      );
    case "date":
      return <DateField aria-label={label} value={text} onChange={set} disabled={disabled} clearable={false} />;
    case "text":
      return (
        <TextInput variant="unstyled" dir="auto" aria-label={label} value={text} disabled={disabled} onChange={(event) => set(event.currentTarget.value)} />
      );
    default:
      return (
        <NumberField
          aria-label={label}
          value={text}
          disabled={disabled}
          integer={column.kind === "integer"}
          digits={column.kind === "money" ? 2 : 0}
          unit={column.kind === "percent" ? "%" : column.unit?.(line)}
          onChange={set}
        />
      );
  }
}

function isNumeric(kind: string | undefined): boolean {
  return kind === "quantity" || kind === "money" || kind === "percent" || kind === "integer";
}
