import { useTranslation } from "react-i18next";
import type { Schema } from "@/api/schema";
import { Scrollable } from "../Scrollable";
import { wordsOf } from "../Timeline";
import { showValue } from "../value";
import classes from "./AsOfView.module.css";

type Part = Schema<"HistoryPart">;

/** Lines and other parts of a record, a table for each kind. */
export function Parts({ parts }: { parts: Part[] }) {
  const { t } = useTranslation("ui");
  const kinds = [...new Set(parts.map((part) => part.table))];
  return kinds.map((table) => {
    const rows = parts.filter((part) => part.table === table);
    const columns = [...new Set(rows.flatMap((row) => Object.entries(row.values).filter(([, v]) => says(v)).map(([name]) => name)))];
    const title = t(`as_of.parts.${table.replace(".", "_")}`, { defaultValue: wordsOf(table.split(".")[1] ?? table) });
    if (columns.length === 0) return null;
    return (
      <section key={table} className={classes.block} aria-label={title}>
        <h2 className={classes.head}>{title}</h2>
        <Scrollable label={title} className={classes.wide}>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {wordsOf(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  {columns.map((name) => (
                    <td key={name} dir="auto">
                      {showValue(row.values[name])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      </section>
    );
  });
}

/** Empty members and IDs of other records say nothing to people. */
function says(value: unknown): boolean {
  return value !== null && value !== "" && !(typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value));
}
