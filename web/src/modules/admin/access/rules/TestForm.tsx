import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { Padded } from "@/ui/Screen";
import { SidePanel } from "@/ui/SidePanel";
import { SubjectField } from "../lines/SubjectField";
import { scopes, type Role } from "../types";
import type { Expectation } from "./TestsSection";
import { useRights } from "./useRights";

interface TestFormProps {
  /** The test that is changed; none: a new one. */
  test?: Expectation;
  roles: Role[];
  onClose: () => void;
}

/** A stored test: who asks for what on whose records, and what the answer has to be. */
export function TestForm({ test, roles, onClose }: TestFormProps) {
  const { t } = useTranslation("access");
  const refresh = useRefresh();
  const rights = useRights();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("tests.name"), kind: "text", required: true, maxLength: 200, wide: true, help: t("tests.name_help") },
      { name: "subject", label: t("tests.who"), kind: "text", required: true, wide: true, render: (control) => <SubjectField {...control} roles={roles} /> },
      { name: "permission", label: t("effects.right"), kind: "select", required: true, wide: true, options: rights },
      { name: "relation", label: t("tests.relation"), kind: "select", required: true, options: scopes.map((value) => ({ value, label: t(`relations.${value}`) })) },
      { name: "expect", label: t("tests.expect"), kind: "select", required: true, options: (["allow", "deny"] as const).map((value) => ({ value, label: t(`tests.${value}`) })) },
    ],
    [t, roles, rights],
  );
  return (
    <SidePanel opened onClose={onClose} title={t(test ? "tests.change" : "tests.add")}>
      <Padded>
        <Form<Expectation>
          name={`access.test/${test?.id ?? "new"}`}
          fields={fields}
          record={test}
          defaults={{ relation: "all", expect: "deny" }}
          version={test?.version}
          narrow
          submitLabel={t(test ? "lines.save" : "tests.add")}
          submit={(_body, { values, version, idempotencyKey }) => (test ? api.put<Expectation>(`/access/tests/${test.id}`, values, { version }) : api.post<Expectation>("/access/tests", values, { idempotencyKey }))}
          onSaved={() => {
            void refresh("/access/tests", "/access/drafts");
            onClose();
          }}
          onCancel={onClose}
        />
      </Padded>
    </SidePanel>
  );
}
