import { Text } from "@mantine/core";
import { IconReportAnalytics } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { AppLink } from "@/ui/AppLink";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { ErrorBlock } from "@/ui/ErrorBlock";
import { Money } from "@/ui/Money";
import { formatCount, formatDecimal, formatMoney } from "@/ui/number";
import { PageHeader } from "@/ui/PageHeader";
import { Rows } from "@/ui/Rows";
import { Padded } from "@/ui/Screen";
import { RowsSkeleton } from "../shared/RowsSkeleton";
import { Section } from "../shared/Section";
import type { StockReport } from "../wire";
import classes from "./StockReport.module.css";

type Line = NonNullable<StockReport["by_category"]>[number];

/** What there is and what it is worth, in total and by category; each number opens what it counts. */
export function StockReportPage() {
  const { t } = useTranslation("documents");
  const report = useGet<StockReport>("/inventory/reports/stock");
  return (
    <>
      <PageHeader title={t("report.title")} icon={IconReportAnalytics} />
      <Padded width={1100}>
        {report.isPending ? <RowsSkeleton rows={10} /> : null}
        {report.isError ? <ErrorBlock error={report.error} retry={() => void report.refetch()} /> : null}
        {report.data ? <Report report={report.data} /> : null}
        <Text size="xs" c="dimmed">
          {t("report.note")}
        </Text>
      </Padded>
    </>
  );
}

function Report({ report }: { report: StockReport }) {
  const { t } = useTranslation("documents");
  const lines = report.by_category ?? [];
  // Only widths of bars are floats; the amounts themselves stay exact.
  const most = Math.max(...lines.map((line) => Number(line.value.amount)), 0);
  const others = (report.other_values ?? []).map((value) => formatMoney(value, "code")).join(" · ");
  return (
    <>
      <dl className={classes.tiles}>
        <Tile label={t("report.value")} value={formatMoney(report.value_at_list)} note={others ? t("report.others", { values: others }) : undefined} />
        <Tile label={t("report.units")} value={formatDecimal(report.units, { max: 2 })} to="/stock/levels" />
        <Tile label={t("report.incoming")} value={formatDecimal(report.incoming, { max: 2 })} to="/stock/receipts" />
        <Tile label={t("report.products")} value={formatCount(report.products)} to="/stock/products?status=draft,active,discontinued" />
        <Tile label={t("report.out_of_stock")} value={formatCount(report.out_of_stock)} to="/stock/products?out_of_stock=true" warn={report.out_of_stock > 0} />
        <Tile label={t("report.below")} value={formatCount(report.below_reorder_point)} to="/stock/products?below_reorder_point=true" warn={report.below_reorder_point > 0} note={t("report.below_note")} />
        <Tile label={t("report.discontinued")} value={t("report.of", { count: report.discontinued_in_stock, all: formatCount(report.discontinued) })} to="/stock/products?status=discontinued" />
      </dl>
      <Section title={t("report.by_category")}>
        {lines.length === 0 ? (
          <EmptyBlock title={t("report.none")} compact />
        ) : (
          <Rows<Line>
            label={t("report.by_category")}
            rows={lines}
            rowKey={(line, index) => line.category?.id ?? String(index)}
            columns={[
              {
                key: "category", label: t("report.category"), width: "32%",
                cell: (line) =>
                  line.category?.path ? <AppLink to={`/stock/products?category_id=${line.category.id}`} fz="inherit">{line.category.path}</AppLink> : t("report.no_category"),
              },
              { key: "products", label: t("report.products"), numeric: true, cell: (line) => <span className="lh-number">{formatCount(line.products)}</span> },
              { key: "units", label: t("report.units"), numeric: true, cell: (line) => <span className="lh-number">{formatDecimal(line.units, { max: 2 })}</span> },
              { key: "value", label: t("report.value"), numeric: true, cell: (line) => <Money value={line.value} /> },
              {
                key: "share", label: t("report.share"), width: "24%",
                cell: (line) => (
                  <span className={classes.track} aria-hidden>
                    <span className={classes.fill} style={{ inlineSize: `${most > 0 ? Math.max((Number(line.value.amount) / most) * 100, 0.5) : 0}%` }} />
                  </span>
                ),
              },
            ]}
          />
        )}
      </Section>
    </>
  );
}

function Tile({ label, value, to, note, warn }: { label: string; value: string; to?: string; note?: string; warn?: boolean }) {
  return (
    <div className={classes.tile} data-warn={warn || undefined}>
      <dt>{label}</dt>
      <dd>{to ? <AppLink to={to} fz="inherit" fw="inherit" c="inherit">{value}</AppLink> : value}</dd>
      {note ? <dd className={classes.note}>{note}</dd> : null}
    </div>
  );
}
