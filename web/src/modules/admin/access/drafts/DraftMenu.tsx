import { ActionIcon, Button, Menu } from "@mantine/core";
import { IconDots, IconDownload, IconEye, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ActionDialog } from "@/ui/ActionDialog";
import { linkProps } from "@/ui/AppLink";
import type { FieldSpec } from "@/ui/form/fields";
import { showFailed } from "@/ui/UndoToast";
import { Link } from "@tanstack/react-router";
import type { Whole } from "../types";
import { StepDialog } from "./StepDialog";
import type { Edit } from "./useDraft";

interface DraftMenuProps {
  draft: Whole;
  edit?: Edit;
}

/** What can be done with a draft besides its next step. */
export function DraftMenu({ draft, edit }: DraftMenuProps) {
  const { t } = useTranslation("access");
  const [asked, setAsked] = useState<"rename" | "discard" | null>(null);
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("drafts.name"), kind: "text", required: true, maxLength: 200, wide: true },
      { name: "note", label: t("drafts.note"), kind: "textarea", maxLength: 2000 },
    ],
    [t],
  );
  const close = () => setAsked(null);
  return (
    <>
      <Button variant="default" visibleFrom="sm" leftSection={<IconEye size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps(`/admin/access/ask?tab=try&draft=${draft.id}`)} />}>
        {t("drafts.try")}
      </Button>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label={t("ui:record.actions")}>
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {edit ? (
            <Menu.Item leftSection={<IconPencil size={18} stroke={1.75} />} onClick={() => setAsked("rename")}>
              {t("drafts.rename")}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconDownload size={18} stroke={1.75} />} onClick={() => void api.download(`/access/versions/${draft.id}/file`, undefined, "policy.csv").catch(showFailed)}>
            {t("versions.download")}
          </Menu.Item>
          {edit ? (
            <Menu.Item color="red" leftSection={<IconTrash size={18} stroke={1.75} />} onClick={() => setAsked("discard")}>
              {t("steps.discard")}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {asked === "rename" && edit ? (
        <ActionDialog<Whole>
          title={t("drafts.rename")}
          name={`access.draft/${draft.id}/rename`}
          fields={fields}
          record={draft}
          submitLabel={t("lines.save")}
          submit={(_body, { values }) => edit({ name: String(values["name"] ?? ""), note: String(values["note"] ?? "") })}
          onClose={close}
        />
      ) : null}
      {asked === "discard" ? <StepDialog draft={draft} step="discard" onClose={close} /> : null}
    </>
  );
}
