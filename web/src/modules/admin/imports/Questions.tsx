import { SegmentedControl, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Import, ImportChange, ImportPart, ImportQuestion, ImportTarget } from "@/api/imports";
import { Card } from "@/ui/Card";
import classes from "./imports.module.css";
import { fieldsOf, formatsOf, mappingOf } from "./steps";

interface QuestionsProps {
  item: Import;
  target: ImportTarget | undefined;
  editable: boolean;
  onChange: (body: ImportChange) => void;
}

const answers = { date: ["dmy", "mdy"], decimal: ["point", "comma"] } as const;

/** Columns whose days or decimals can be read in two ways: open questions, and those that were answered. */
export function Questions({ item, target, editable, onChange }: QuestionsProps) {
  const { t } = useTranslation("imports");
  const open: ImportQuestion[] = item.questions ?? [];
  const answered = (["file", "lines"] as const).flatMap((part) =>
    Object.entries(formatsOf(item, part))
      .filter(([field]) => !open.some((q) => q.part === part && q.field === field))
      .map(([field, format]): ImportQuestion & { format: string } => ({
        part,
        field,
        format,
        column: mappingOf(item, part)[field] ?? field,
        kind: format === "dmy" || format === "mdy" ? "date" : "decimal",
        examples: [],
      })),
  );
  const all: (ImportQuestion & { format?: string })[] = [...open, ...answered].sort((a, b) => a.column.localeCompare(b.column));
  if (all.length === 0) return null;
  const answer = (part: ImportPart, field: string, format: string) => {
    const formats = { ...formatsOf(item, part), [field]: format };
    onChange(part === "lines" ? { lines_formats: formats } : { formats });
  };
  return (
    <Card title={t("questions.title")}>
      {all.map((question) => {
        const field = fieldsOf(target, question.part).find((f) => f.key === question.field);
        const words = t(`questions.${question.kind}`, { column: question.column });
        return (
          <div key={`${question.part}-${question.field}`} className={classes.question}>
            <div>
              <Text size="sm" fw={600}>
                {words}
              </Text>
              <Text size="xs" c="dimmed">
                {[field?.label, question.examples?.length ? t("questions.examples", { examples: question.examples.join(", ") }) : ""].filter(Boolean).join(" · ")}
              </Text>
            </div>
            <SegmentedControl
              aria-label={words}
              disabled={!editable}
              // Without an answer none is chosen.
              value={question.format ?? ""}
              data={answers[question.kind].map((value) => ({ value, label: t(`questions.${value}`) }))}
              onChange={(format) => answer(question.part, question.field, format)}
            />
          </div>
        );
      })}
    </Card>
  );
}
