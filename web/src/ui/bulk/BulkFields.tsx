import { ActionIcon, Button, Checkbox, Group, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "../form/Field";
import { checkField, isEmptyValue, toBody, toValues, type FieldSpec, type Values } from "../form/fields";
import { useCurrency } from "../session";
import classes from "./bulk.module.css";

interface BulkFieldsProps {
  fields: FieldSpec[];
  /** The one field that it is about: its choice is not offered. */
  only?: string;
  onSet: (body: Record<string, unknown>) => void;
  onCancel: () => void;
}

/** Which fields shall get which values; each is asked by the editor that its form has. */
export function BulkFields({ fields, only, onSet, onCancel }: BulkFieldsProps) {
  const { t } = useTranslation(["bulk", "ui"]);
  const currency = useCurrency();
  const [chosen, setChosen] = useState<string[]>(only ? [only] : []);
  const [values, setValues] = useState<Values>(() => toValues(undefined, fields));
  // To empty a field of many records is said, and never the same as a value that was forgotten.
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set());
  const [faults, setFaults] = useState<Record<string, string>>({});
  const picked = chosen.map((name) => fields.find((f) => f.name === name)).filter((f) => f !== undefined);
  // The field that was chosen is what one goes on with.
  const last = chosen.at(-1);
  useEffect(() => {
    if (last) document.getElementById(`bulk-${last}`)?.focus();
  }, [last]);
  const words = { required: t("ui:form.required"), number: t("ui:form.number"), integer: t("ui:form.integer"), email: t("ui:form.email") };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = (f: FieldSpec) => checkField(f, values, words) ?? (f.kind !== "boolean" && isEmptyValue(values[f.name]) && !emptied.has(f.name) ? t("bulk:value_or_empty") : undefined);
    const found = Object.fromEntries(picked.map((f) => [f.name, wrong(f)]).filter(([, fault]) => fault)) as Record<string, string>;
    setFaults(found);
    if (Object.keys(found).length === 0) onSet(toBody(values, picked, currency));
  };
  return (
    <form onSubmit={submit} noValidate className={classes.steps}>
      {picked.map((field, index) => (
        <div key={field.name} className={classes.field}>
          <div className={classes.grow}>
            <Field
              field={{ ...field, help: undefined }}
              id={`bulk-${field.name}`}
              value={values[field.name]}
              error={faults[field.name]}
              values={values}
              autoFocus={index === picked.length - 1}
              onChange={(value) => {
                setValues((before) => ({ ...before, [field.name]: value }));
                setFaults({});
              }}
              onBlur={() => undefined}
            />
            {!field.required && field.kind !== "boolean" && isEmptyValue(values[field.name]) ? (
              <Checkbox
                size="xs"
                mt={6}
                label={t("bulk:empties", { field: field.label })}
                checked={emptied.has(field.name)}
                onChange={(event) => {
                  const next = new Set(emptied);
                  if (event.currentTarget.checked) next.add(field.name);
                  else next.delete(field.name);
                  setEmptied(next);
                  setFaults({});
                }}
              />
            ) : null}
          </div>
          {only ? null : (
            <ActionIcon variant="subtle" color="gray" aria-label={t("bulk:without", { field: field.label })} onClick={() => setChosen(chosen.filter((name) => name !== field.name))} mt={26}>
              <IconX size={16} stroke={1.75} />
            </ActionIcon>
          )}
        </div>
      ))}
      {only ? null : (
        <Select
          key={chosen.length}
          label={chosen.length === 0 ? t("bulk:which_field") : t("bulk:another_field")}
          placeholder={t("bulk:choose_field")}
          data={fields.filter((f) => !chosen.includes(f.name)).map((f) => ({ value: f.name, label: f.label }))}
          value={null}
          searchable
          data-autofocus={chosen.length === 0 || undefined}
          onChange={(name) => (name ? setChosen([...chosen, name]) : undefined)}
          comboboxProps={{ shadow: "md" }}
        />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>
          {t("ui:cancel")}
        </Button>
        <Button type="submit" disabled={chosen.length === 0}>
          {t("bulk:look")}
        </Button>
      </Group>
    </form>
  );
}
