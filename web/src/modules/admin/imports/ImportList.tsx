import { Button } from "@mantine/core";
import { IconPlus, IconTableImport } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Import } from "@/api/imports";
import { useGo, useParams } from "@/ui/address";
import { DataGrid, type GridColumn } from "@/ui/DataGrid";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useTargets } from "./useImport";

const states = ["mapping", "checking", "checked", "running", "done", "failed", "undoing", "undone"] as const;

/** One's imports, newest first; with the right to it those of everybody. */
export function ImportList() {
  const { t } = useTranslation("imports");
  const go = useGo();
  const [params] = useParams();
  const targets = useTargets();
  const labels = useMemo(() => new Map((targets.data?.items ?? []).map((target) => [target.name, target.label])), [targets.data]);
  // "Import from a file" of a list comes with its target: that is a wish to begin one.
  const wanted = params["target"];
  useEffect(() => {
    if (wanted) go(`/admin/imports/new?target=${encodeURIComponent(wanted)}`, { replace: true });
  }, [wanted, go]);
  const columns = useMemo<GridColumn<Import>[]>(
    () => [
      { key: "file_name", label: t("list.file"), width: 210, card: true },
      { key: "target", label: t("list.target"), width: 130, value: (i) => labels.get(i.target) ?? i.target, cell: (i) => labels.get(i.target) ?? i.target, card: true },
      { key: "state", label: t("list.state"), kind: "status", status: "import", options: states.map((value) => ({ value, label: t(`states.${value}`) })), filter: true, width: 135, card: true },
      { key: "create", label: t("verdict.did.create"), kind: "number", value: (i) => i.counts?.create, width: 95 },
      { key: "update", label: t("verdict.did.update"), kind: "number", value: (i) => i.counts?.update, width: 100 },
      { key: "unchanged", label: t("verdict.did.unchanged"), kind: "number", value: (i) => i.counts?.unchanged, width: 118 },
      { key: "error", label: t("verdict.did.error"), kind: "number", value: (i) => i.counts?.error, width: 95 },
      { key: "by", label: t("list.by"), cell: (i) => i.created_by?.name ?? "–", width: 140 },
      { key: "created_at", label: t("list.at"), kind: "instant", relative: true, sort: true, filter: true, width: 120, card: true },
    ],
    [t, labels],
  );
  const begin = (
    <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => go("/admin/imports/new")}>
      {t("list.new")}
    </Button>
  );
  return (
    <Screen>
      <PageHeader title={t("list.title")} icon={IconTableImport} actions={begin} />
      <DataGrid<Import>
        name="imports"
        label={t("list.title")}
        endpoint="/imports"
        entity="imports.import"
        columns={columns}
        defaultSort="-created_at"
        searchable={false}
        exportable={false}
        href={(i) => `/admin/imports/${i.id}`}
        empty={<EmptyBlock icon={IconTableImport} title={t("list.none")} text={t("list.none_text")} action={begin} />}
      />
    </Screen>
  );
}
