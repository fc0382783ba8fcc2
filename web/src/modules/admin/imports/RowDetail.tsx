import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ImportRow, ImportTarget } from "@/api/imports";
import { useGet } from "@/api/query";
import { EntityLink } from "@/ui/EntityLink";
import { Notice } from "@/ui/Notice";
import { useEntity } from "@/ui/registry";
import { useCan } from "@/ui/session";
import { StatusBadge } from "@/ui/StatusBadge";
import { showValue } from "@/ui/value";
import { labelOf } from "./ImportRows";
import classes from "./imports.module.css";

/** One row of the file: its verdict, why, what would change, and every value as it was read. */
export function RowDetail({ row, target, tense }: { row: ImportRow; target: ImportTarget | undefined; tense: "will" | "did" }) {
  const { t } = useTranslation("imports");
  const now = usePresent(row, tense);
  const bad = new Set(row.errors?.map((e) => e.field));
  return (
    <Stack gap="md" p="lg">
      <div>
        <StatusBadge kind="import" state={row.verdict} label={t(`verdict.${tense}.${row.verdict}`)} />
      </div>
      {row.errors?.length ? (
        <Notice tone={row.verdict === "error" ? "danger" : "warning"} title={row.verdict === "error" ? t("check.why") : undefined}>
          <ul className={classes.reasons}>
            {row.errors.map((error, index) => (
              <li key={index}>{error.field ? t("check.fault", { field: labelOf(target, row.part, error.field), reason: error.message }) : error.message}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {/* Before the run a new record has its ID, but is not there to open. */}
      {row.record && (tense === "did" || row.verdict !== "create") ? (
        <Text size="sm">
          <EntityLink entity={row.record.entity} id={row.record.id} label={t("result.open_record")} icon />
        </Text>
      ) : null}
      {row.verdict === "update" && row.changes?.length ? (
        <section aria-label={t("check.new_values")}>
          <Text fw={600} mb={6}>
            {t("check.new_values")}
          </Text>
          <dl className={classes.facts}>
            {row.changes.map((change) => (
              <Value key={change.field} label={labelOf(target, row.part, change.field)} before={now[change.field]} value={change.after} />
            ))}
          </dl>
        </section>
      ) : null}
      <section aria-label={t("check.values")}>
        <Text fw={600} mb={6}>
          {t("check.values")}
        </Text>
        <dl className={classes.facts}>
          {Object.entries(row.values).map(([key, value]) => (
            <Value key={key} label={labelOf(target, row.part, key)} value={value} bad={bad.has(key)} />
          ))}
        </dl>
      </section>
    </Stack>
  );
}

/** What the record of an update says before the run, as far as the reader may see it. */
function usePresent(row: ImportRow, tense: "will" | "did"): Record<string, unknown> {
  const can = useCan();
  const entity = useEntity(row.record?.entity);
  const known = tense === "will" && row.verdict === "update" && Boolean(entity?.endpoint) && (!entity?.permission || can(entity.permission));
  const found = useGet<Record<string, unknown>>(`${entity?.endpoint ?? ""}/${row.record?.id ?? ""}`, undefined, { enabled: known });
  return (known && found.data) || {};
}

function Value({ label, before, value, bad }: { label: string; before?: unknown; value: string; bad?: boolean }) {
  return (
    <>
      <dt>{label}</dt>
      <dd dir="auto" data-bad={bad || undefined}>
        {/* A field that the record lacks may be empty, or be kept in another place. */}
        {before === undefined ? null : (
          <>
            <del>{showValue(before)}</del>
            <span aria-hidden> → </span>
          </>
        )}
        {value || "–"}
      </dd>
    </>
  );
}
