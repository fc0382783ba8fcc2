import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toProblem } from "@/api/problem";
import { checkField, faultsOf, type Faults, type FieldSpec } from "@/ui/form/fields";

const none: Faults = { fields: {}, rest: [] };

/**
 * State of a form before anybody is signed in: texts by name, faults by field, and one send. The
 * focus goes to the first field that is at fault. `clear` takes the texts back to the beginning.
 */
export function useEntry(names: string[], begin: Record<string, string>, send: (values: Record<string, string>, clear: () => void) => Promise<void>) {
  const { t } = useTranslation("ui");
  const [values, setValues] = useState<Record<string, string>>(begin);
  const [faults, setFaults] = useState<Faults>(none);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const fields: FieldSpec[] = names.map((name) => ({
    name,
    label: name,
    kind: name === "email" ? "email" : name === "password" ? "password" : "text",
    required: true,
  }));
  const words = { required: t("form.required"), number: "", integer: "", email: t("form.email") };

  const show = (found: Faults) => {
    setFaults(found);
    const first = names.find((name) => found.fields[name]);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };

  const submit = async () => {
    if (busy) return;
    const found: Record<string, string> = {};
    for (const field of fields) {
      const fault = checkField(field, values, words);
      if (fault) found[field.name] = fault;
    }
    if (Object.keys(found).length > 0) {
      show({ fields: found, rest: [] });
      return;
    }
    setBusy(true);
    setFaults(none);
    try {
      await send(values, () => setValues(begin));
    } catch (cause) {
      show(faultsOf(toProblem(cause), fields));
    } finally {
      setBusy(false);
    }
  };

  return {
    busy,
    rest: faults.rest,
    values,
    set: (name: string, value: string) => setValues((before) => ({ ...before, [name]: value })),
    form: {
      ref: form,
      noValidate: true,
      onSubmit: (event: { preventDefault: () => void }) => {
        event.preventDefault();
        void submit();
      },
    },
    /** What an input of the form needs. */
    field: (name: string) => ({
      name,
      value: values[name] ?? "",
      error: faults.fields[name],
      // A password field does not say it by itself.
      "aria-invalid": faults.fields[name] ? true : undefined,
      required: true,
      withAsterisk: false,
      onChange: (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget;
        setValues((before) => ({ ...before, [name]: value }));
      },
    }),
  };
}
