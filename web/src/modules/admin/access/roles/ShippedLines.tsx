import { useTranslation } from "react-i18next";
import type { Schema } from "@/api/schema";
import { Rows } from "@/ui/Rows";
import { CellChip } from "../matrix/CellChip";
import lines from "../lines/lines.module.css";
import { scopes, type Scope } from "../types";
import { actionWord, useWords } from "../words";

type Line = Schema<"AuthzLine">;

/** A role's own lines: those that come with the product, and those of the organisation. */
export function ShippedLines({ lines: all }: { lines: Line[] }) {
  const { t } = useTranslation("access");
  const words = useWords();
  const scopeOf = (line: Line): Scope | undefined => scopes.find((scope) => scope === line.scope);
  return (
    <Rows<Line>
      label={t("tabs.lines")}
      rows={[...all].sort((a, b) => Number(a.shipped) - Number(b.shipped))}
      rowKey={(line) => [line.object, line.action, line.scope, line.effect, line.shipped].join(" ")}
      columns={[
        {
          key: "what",
          label: t("lines.what"),
          cell: (line) => (
            <>
              {t("words.right", { object: words.object(line.object), action: actionWord(line.action).toLowerCase() })}
              <code className={lines.second}>{[line.subject, line.object, line.action, line.scope, line.effect].join(", ")}</code>
            </>
          ),
        },
        { key: "reach", label: t("lines.reach"), cell: (line) => <CellChip cell={line.effect === "deny" ? { deny: scopeOf(line) } : { allow: scopeOf(line) }} /> },
        { key: "source", label: t("lines.source"), cell: (line) => t(line.shipped ? "lines.shipped" : "lines.own") },
      ]}
    />
  );
}
