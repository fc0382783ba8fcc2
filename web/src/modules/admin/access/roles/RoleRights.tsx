import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Rows } from "@/ui/Rows";
import { CellChip } from "../matrix/CellChip";
import matrix from "../matrix/matrix.module.css";
import { tableOfRole, type Cell, type Row } from "../matrix/rows";
import lines from "../lines/lines.module.css";
import type { Role } from "../types";
import { actionWord, areaWord, useResources, useWords } from "../words";

/** What a role may do in the end, one line for each resource. */
export function RoleRights({ role }: { role: Role }) {
  const { t } = useTranslation("access");
  const resources = useResources();
  const words = useWords();
  const table = useMemo(() => tableOfRole(role, resources.items, { words, filter: "held", text: "" }), [role, resources.items, words]);
  if (table.groups.length === 0) return <p>{t("roles.nothing")}</p>;
  return (
    <>
      {table.groups.map((group) => (
        <section key={group.key} className={lines.block}>
          <h2>{areaWord(group.key)}</h2>
          <Rows<Row>
            label={areaWord(group.key)}
            rows={group.rows}
            rowKey={(row) => row.key}
            columns={[
              {
                key: "object",
                label: t("matrix.what"),
                width: "28%",
                cell: (row) => (
                  <>
                    {row.label}
                    <code className={lines.second}>{row.raw}</code>
                  </>
                ),
              },
              {
                key: "rights",
                label: t("tabs.rights"),
                cell: (row) => (
                  <span className={matrix.choices}>
                    {[...row.slots.filter((cell): cell is Cell => cell !== null), ...row.more].map((cell) => (
                      <span key={cell.key} className={matrix.pill} data-still title={cell.permission}>
                        {actionWord(cell.action)} <CellChip cell={cell.cell} />
                      </span>
                    ))}
                  </span>
                ),
              },
            ]}
          />
        </section>
      ))}
    </>
  );
}
