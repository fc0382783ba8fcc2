import { Text } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { ActionDialog } from "@/ui/ActionDialog";
import type { Edit } from "../drafts/useDraft";
import type { Role, Whole } from "../types";

interface RemoveRoleProps {
  draft: Whole;
  role: Role;
  edit: Edit;
  onRemoved: () => void;
  onClose: () => void;
}

/** Takes a role out of a draft, with its lines; asked first, since they go together. */
export function RemoveRole({ draft, role, edit, onRemoved, onClose }: RemoveRoleProps) {
  const { t } = useTranslation("access");
  const saved = useRef(false);
  const lines = draft.policy.rules.filter((rule) => rule.subject === `r:${role.id}`).length;
  return (
    <ActionDialog<Whole>
      title={t("roles.remove_named", { name: role.name })}
      name={`access.draft/${draft.id}/remove/${role.id}`}
      before={
        <Text size="sm">
          {t("roles.remove_lines", { count: lines })} {role.members > 0 ? t("roles.remove_members", { count: role.members }) : ""}
        </Text>
      }
      danger
      submitLabel={t("roles.remove")}
      submit={() => edit({ remove_roles: [role.id] })}
      onSaved={() => {
        saved.current = true;
        onRemoved();
      }}
      // To close is to change the address, and so was to save.
      onClose={() => (saved.current ? undefined : onClose())}
    />
  );
}
