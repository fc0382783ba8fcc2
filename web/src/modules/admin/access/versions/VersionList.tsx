import { Button, Text } from "@mantine/core";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { useCan } from "@/ui/session";
import { AccessFrame } from "../AccessFrame";
import { BeginDraft } from "../drafts/BeginDraft";
import { listOf } from "../drafts/list";
import type { Version } from "../types";

const states: Version["state"][] = ["draft", "submitted", "published", "superseded", "discarded"];

/** Drafts on their way, the policy that is in force, and all that were. */
export function VersionList() {
  const { t } = useTranslation("access");
  const can = useCan();
  const [params, set] = useParams();
  const mayEdit = can("access.policy.edit");
  const columns = useMemo<GridColumn<Version>[]>(
    () => [
      { key: "name", label: t("versions.name"), width: 300, card: true },
      { key: "state", label: t("versions.state"), kind: "status", status: "access.version", options: states.map((value) => ({ value, label: t(`states.${value}`) })), filter: true, width: 165, card: true },
      { key: "number", label: t("versions.number"), kind: "number", width: 80, card: true },
      { key: "authors", label: t("versions.authors"), value: (v) => v.authors.map((a) => a.name).join(", "), cell: (v) => <Names names={v.authors.map((a) => a.name)} />, width: 150 },
      { key: "approver", label: t("versions.approver"), value: (v) => v.approver?.name ?? "", cell: (v) => <Names names={v.approver ? [v.alone ? t("versions.alone", { name: v.approver.name }) : v.approver.name] : []} />, width: 150 },
      { key: "published_at", label: t("versions.published"), kind: "instant", width: 165 },
      { key: "created_at", label: t("versions.created"), kind: "instant", sort: true, filter: true, width: 165 },
    ],
    [t],
  );
  return (
    <AccessFrame
      title={t("versions.title")}
      text={t("versions.text")}
      actions={
        mayEdit ? (
          <>
            <Button variant="default" visibleFrom="sm" leftSection={<IconFileImport size={18} stroke={1.75} />} onClick={() => set({ new: "file" })}>
              {t("drafts.from_file")}
            </Button>
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("drafts.new")}
            </Button>
          </>
        ) : null
      }
    >
      <DataGrid<Version>
        name="access.versions"
        label={t("versions.title")}
        endpoint="/access/versions"
        columns={columns}
        defaultSort="-created_at"
        searchable={false}
        exportable={false}
        href={(v) => (v.state === "draft" || v.state === "submitted" ? `/admin/access/drafts/${v.id}` : `/admin/access/versions/${v.id}`)}
      />
      {mayEdit && params["new"] ? <BeginDraft file={params["new"] === "file"} onClose={() => set({ new: undefined })} /> : null}
    </AccessFrame>
  );
}

function Names({ names }: { names: string[] }) {
  const text = listOf(names);
  return (
    <Text fz="inherit" lh="inherit" truncate title={text} dir="auto">
      {text}
    </Text>
  );
}
