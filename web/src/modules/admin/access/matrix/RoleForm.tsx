import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ActionDialog } from "@/ui/ActionDialog";
import type { FieldSpec } from "@/ui/form/fields";
import type { Edit } from "../drafts/useDraft";
import type { Change, Role, Whole } from "../types";

interface RoleFormProps {
  draft: string;
  roles: Role[];
  /** The role that is changed; none: a new one. */
  role?: Role;
  edit: Edit;
  onSaved: (role: string) => void;
  onClose: () => void;
}

interface Values {
  name?: string;
  note?: string | null;
  inherits?: string[];
}

/** Makes a role of the organisation, or changes its name, its purpose and whose rules it has, too. */
export function RoleForm({ draft, roles, role, edit, onSaved, onClose }: RoleFormProps) {
  const { t } = useTranslation("access");
  const saved = useRef(false);
  const at = role ? "/rename_roles" : "/add_roles/0";
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("roles.name"), kind: "text", required: true, maxLength: 80, pointer: `${at}/name`, wide: true },
      { name: "note", label: t("roles.note"), kind: "textarea", maxLength: 500, pointer: `${at}/note`, help: t("roles.note_help") },
      {
        name: "inherits",
        label: t("roles.inherits_field"),
        kind: "multi",
        wide: true,
        help: t("roles.inherits_help"),
        pointer: role ? "/add_inherits" : "/add_roles/parent",
        options: roles.filter((r) => !r.fixed && r.id !== role?.id).map((r) => ({ value: r.id, label: r.name })),
      },
    ],
    [t, at, role, roles],
  );
  const submit = (values: Values): Promise<Whole> => edit(role ? changeOf(role, values) : { add_roles: [{ name: values.name ?? "", note: values.note ?? "", inherits: values.inherits ?? [] }] });
  return (
    <ActionDialog<Whole>
      title={role ? t("roles.edit_named", { name: role.name }) : t("roles.new")}
      name={`access.draft/${draft}/role/${role?.id ?? "new"}`}
      fields={fields}
      record={role}
      submitLabel={role ? t("roles.save") : t("roles.make")}
      submit={(_body, { values }) => submit(values as Values)}
      onSaved={(whole) => {
        saved.current = true;
        onSaved(role?.id ?? whole.policy.roles.find((made) => !roles.some((known) => known.id === made.id))?.id ?? "");
      }}
      // To close is to change the address, and so was to save.
      onClose={() => (saved.current ? undefined : onClose())}
    />
  );
}

function changeOf(role: Role, values: Values): Change {
  const wanted = values.inherits ?? [];
  const edge = (parent: string) => ({ role: role.id, parent });
  return {
    rename_roles: [{ id: role.id, name: values.name ?? role.name, note: values.note ?? "" }],
    add_inherits: wanted.filter((id) => !role.inherits.includes(id)).map(edge),
    remove_inherits: role.inherits.filter((id) => !wanted.includes(id)).map(edge),
  };
}
