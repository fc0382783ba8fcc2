import { ApiProblem } from "@/api/problem";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { InlineEdit } from "@/ui/InlineEdit";

const fields: FieldSpec[] = [
  { name: "name", label: "Name", kind: "text", required: true, wide: true, alike: true },
  { name: "lifecycle", label: "Lifecycle", kind: "select", options: [{ value: "customer", label: "Customer" }] },
  { name: "employees", label: "Employees", kind: "integer" },
  { name: "notes", label: "Notes", kind: "textarea", more: true },
];
const record = { id: "a0", version: 7, name: "Alfreds Futterkiste", lifecycle: "customer", employees: 12 };
const refuse = () => Promise.reject(new ApiProblem(422, { errors: [{ pointer: "/name", code: "taken", detail: "This name is taken." }] }));

/** A form of a new record, of a present one, and one fact that is edited where it stands. */
export function Forms() {
  return (
    <>
      <Form<unknown> name="crm.account/new" fields={fields} submitLabel="Create account" submit={refuse} repeat onCancel={() => undefined} guard={false} />
      <Form<unknown> name="crm.account/a0" fields={fields} record={record} version={7} submitLabel="Save" submit={refuse} narrow guard={false} />
      <InlineEdit<unknown> name="crm.account/a0" field={fields[0]!} record={record} version={7} submit={refuse}>
        Alfreds Futterkiste
      </InlineEdit>
      <InlineEdit<unknown> name="crm.account/a0" field={fields[0]!} record={record} version={7} submit={refuse} editable={false}>
        Only to read
      </InlineEdit>
    </>
  );
}
