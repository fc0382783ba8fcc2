import { Button, Text } from "@mantine/core";
import { IconPlus, IconRuler2 } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useGet, useRefresh } from "@/api/query";
import { useParams } from "@/ui/address";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Form } from "@/ui/form/Form";
import type { FieldSpec } from "@/ui/form/fields";
import { formatDecimal } from "@/ui/number";
import { PageHeader } from "@/ui/PageHeader";
import { Rows } from "@/ui/Rows";
import { Padded } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import { SidePanel } from "@/ui/SidePanel";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import { Section } from "../shared/Section";
import classes from "../shared/shared.module.css";
import type { Items, Unit } from "../wire";

const categories = ["count", "mass", "volume", "length", "area", "time"] as const;

/** Units of measure by what they measure, each an exact fraction of its category's reference unit. */
export function UnitList() {
  const { t } = useTranslation("inventory");
  const can = useCan();
  const [params, set] = useParams();
  const units = useGet<Items<Unit>>("/inventory/units");
  const close = () => set({ new: undefined });
  return (
    <>
      <PageHeader
        title={t("unit.title")}
        icon={IconRuler2}
        actions={
          can("inventory.unit.create") ? (
            <Button leftSection={<IconPlus size={18} stroke={1.75} />} onClick={() => set({ new: "1" })}>
              {t("unit.new")}
            </Button>
          ) : null
        }
      />
      <Padded width={760}>
        <Text size="sm" c="dimmed">
          {t("unit.text")}
        </Text>
        {units.isPending ? <RowsSkeleton rows={8} /> : null}
        {units.isError ? <ErrorBlock error={units.error} retry={() => void units.refetch()} /> : null}
        <div className={classes.stack}>
          {categories.map((category) => {
            const rows = (units.data?.items ?? []).filter((u) => u.category === category);
            const reference = rows.find((u) => u.num === "1" && u.den === "1");
            if (rows.length === 0) return null;
            return (
              <Section key={category} title={t(`unit.category.${category}`)}>
                <Rows<Unit>
                  label={t(`unit.category.${category}`)}
                  rows={rows}
                  rowKey={(u) => u.id}
                  columns={[
                    { key: "name", label: t("unit.name"), cell: (u) => u.name, width: "40%" },
                    { key: "code", label: t("unit.code"), cell: (u) => <span className="lh-code">{u.code}</span>, width: "20%" },
                    { key: "factor", label: t("unit.factor"), numeric: true, cell: (u) => <span className="lh-number">{factor(u, reference)}</span> },
                  ]}
                />
              </Section>
            );
          })}
        </div>
      </Padded>
      <SidePanel opened={params["new"] === "1"} onClose={close} title={t("unit.new")}>
        <UnitForm onDone={close} />
      </SidePanel>
    </>
  );
}

function factor(unit: Unit, reference: Unit | undefined): string {
  if (unit === reference) return unit.name;
  const amount = unit.den === "1" ? formatDecimal(unit.num) : `${formatDecimal(unit.num)} ÷ ${formatDecimal(unit.den)}`;
  return `${amount} ${reference?.name ?? ""}`;
}

function UnitForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("inventory");
  const refresh = useRefresh();
  const fields = useMemo<FieldSpec[]>(
    () => [
      { name: "name", label: t("unit.name"), kind: "text", required: true, maxLength: 100, wide: true },
      { name: "code", label: t("unit.code"), kind: "text", required: true, maxLength: 12, help: t("unit.code_help") },
      { name: "category", label: t("unit.measures"), kind: "select", required: true, options: categories.map((value) => ({ value, label: t(`unit.category.${value}`) })) },
      { name: "num", label: t("unit.num"), kind: "integer", required: true, help: t("unit.num_help") },
      { name: "den", label: t("unit.den"), kind: "integer", required: true, help: t("unit.den_help") },
    ],
    [t],
  );
  const defaults = useMemo(() => ({ category: "count", den: "1" }), []);
  return (
    <Padded>
      <Form<Unit>
        name="inventory.unit/new"
        fields={fields}
        defaults={defaults}
        submitLabel={t("unit.create")}
        repeat
        submit={(body, context) =>
          api.post<Unit>("/inventory/units", { ...body, num: String(body["num"]), den: String(body["den"]) }, { idempotencyKey: context.idempotencyKey })
        }
        onSaved={(_unit, mode) => {
          void refresh("/inventory/units");
          if (mode === "close") onDone();
        }}
        onCancel={onDone}
      />
    </Padded>
  );
}
