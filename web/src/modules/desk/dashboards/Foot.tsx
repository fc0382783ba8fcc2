import { useTranslation } from "react-i18next";
import type { Widget } from "@/ui/dashboard/wire";
import { formatTime } from "@/ui/dates";
import { sentence } from "@/ui/filter/sentence";
import { parseFilter } from "@/ui/filter/tree";
import { filterField } from "@/ui/grid/columns";
import { inWords } from "@/ui/grid/filters";
import type { ListShape } from "@/ui/lists";
import { askedOf } from "./asked";
import classes from "./Widget.module.css";
import type { Row } from "./WithList";

/** What a widget counts, in words, and when it was counted. */
export function Foot({ widget, shape, at }: { widget: Widget; shape: ListShape<Row>; at: number }) {
  const { t } = useTranslation(["views", "ui", "desk"]);
  const { conditions, q, filter, gone } = askedOf(widget, shape);
  const words = conditions.flatMap((condition) => {
    const column = shape.columns.find((c) => filterField(c) === condition.field);
    // The record that a condition means has a name only on the list's own screen.
    const said = column?.kind === "ref" && condition.op !== "empty" ? { ...condition, value: t("filter.a_record") } : condition;
    return column ? [inWords(said, column, t)] : [];
  });
  if (q) words.push(t("ui:grid.text_is", { text: q }));
  const tree = parseFilter(filter);
  if (tree) words.push(sentence(tree, shape.columns, (condition) => condition, t));
  if (gone.length > 0) words.unshift(t("desk:widget.field_gone", { fields: gone.map((name) => name.slice("custom.".length)).join(", ") }));
  const all = words.join(" · ");
  return (
    <footer className={classes.foot}>
      <span title={all || undefined} dir="auto">
        {all}
      </span>
      <time dateTime={new Date(at).toISOString()}>{t("desk:as_of", { time: formatTime(new Date(at).toISOString()) })}</time>
    </footer>
  );
}
