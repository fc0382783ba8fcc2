import { Text } from "@mantine/core";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useRefresh } from "@/api/query";
import { ActionDialog } from "@/ui/ActionDialog";
import { stringifySearch, useGo } from "@/ui/address";
import type { FieldSpec } from "@/ui/form/fields";
import type { Version, Whole } from "../types";
import { PolicyFile } from "./PolicyFile";

interface BeginDraftProps {
  /** An older version to go back to. */
  from?: Version;
  /** Asks for a file whose policy takes the place of the published one's lines. */
  file?: boolean;
  /** What stays in the address when the draft opens: the role one looked at. */
  keep?: Record<string, string | undefined>;
  onClose: () => void;
}

/** Makes a draft: of the published policy, of an older version, or of a file. */
export function BeginDraft({ from, file, keep = {}, onClose }: BeginDraftProps) {
  const { t } = useTranslation("access");
  const go = useGo();
  const refresh = useRefresh();
  const left = useRef(false);
  const fields = useMemo<FieldSpec[]>(
    () => [
      ...(file
        ? [
            {
              name: "file",
              label: t("drafts.file"),
              kind: "text" as const,
              required: true,
              sensitive: true,
              wide: true,
              render: ({ value, onChange, error, id }: { value: unknown; onChange: (value: unknown) => void; error?: React.ReactNode; id: string }) => (
                <PolicyFile id={id} value={typeof value === "string" ? value : ""} onChange={onChange} error={error} />
              ),
            },
          ]
        : []),
      { name: "name", label: t("drafts.name"), kind: "text", required: true, maxLength: 200, wide: true, help: t("drafts.name_help") },
      { name: "note", label: t("drafts.note"), kind: "textarea", maxLength: 2000 },
    ],
    [t, file],
  );
  return (
    <ActionDialog<Whole>
      title={t(from ? "drafts.back_title" : file ? "drafts.file_title" : "drafts.new_title")}
      name={`access.draft/${from?.id ?? (file ? "file" : "new")}`}
      fields={fields}
      defaults={from ? { name: t("drafts.back_name", { number: from.number ?? "", name: from.name }) } : undefined}
      before={<Text size="sm">{t(from ? "drafts.back_text" : file ? "drafts.file_text" : "drafts.new_text")}</Text>}
      submitLabel={t("drafts.make")}
      submit={(body, { idempotencyKey }) => api.post<Whole>("/access/drafts", { ...withoutEmpty(body), ...(from ? { from: from.id } : {}) }, { idempotencyKey })}
      onSaved={(draft) => {
        void refresh("/access/versions");
        left.current = true;
        go(`/admin/access/drafts/${draft.id}${stringifySearch(keep)}`);
      }}
      // To close is to change the address, and the draft's is on its way.
      onClose={() => (left.current ? undefined : onClose())}
    />
  );
}

function withoutEmpty(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
