import { IconClipboardList } from "@tabler/icons-react";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { formatCount } from "@/ui/number";
import { Rows, type RowColumn } from "@/ui/Rows";
import { Unknown } from "@/ui/Unknown";
import classes from "../shared/admin.module.css";
import type { HandlerCount } from "./JobsScreen";
import { jobStates } from "./states";
import { handlerWord, spanWord } from "./words";

interface Line {
  handler: string;
  counts: Map<string, number>;
  oldest: number;
}

/** Open work by what it does and how far it is. */
export function Handlers({ counts, onOpen }: { counts: HandlerCount[]; onOpen: (handler: string) => void }) {
  const { t } = useTranslation("admin");
  const lines = new Map<string, Line>();
  for (const one of counts) {
    const line = lines.get(one.handler) ?? { handler: one.handler, counts: new Map(), oldest: 0 };
    line.counts.set(one.state, (line.counts.get(one.state) ?? 0) + one.count);
    line.oldest = Math.max(line.oldest, one.oldest_ready_seconds);
    lines.set(one.handler, line);
  }
  if (lines.size === 0) return <EmptyBlock icon={IconClipboardList} title={t("jobs.none")} text={t("jobs.none_text")} />;
  const columns: RowColumn<Line>[] = [
    {
      key: "handler",
      label: t("jobs.work"),
      cell: (line) => (
        <UnstyledButton fz="sm" c="var(--lh-link)" onClick={() => onOpen(line.handler)}>
          {handlerWord(line.handler)}
          <span className={classes.second}>{line.handler}</span>
        </UnstyledButton>
      ),
    },
    ...jobStates.map(
      (state): RowColumn<Line> => ({
        key: state,
        label: t(`jobs.states.${state}`),
        numeric: true,
        cell: (line) => (line.counts.get(state) ? formatCount(line.counts.get(state) ?? 0) : <Unknown />),
      }),
    ),
    { key: "oldest", label: t("jobs.oldest"), numeric: true, cell: (line) => (line.oldest > 0 ? spanWord(line.oldest) : <Unknown />) },
  ];
  return <Rows label={t("jobs.by_handler")} rows={[...lines.values()].sort((a, b) => a.handler.localeCompare(b.handler))} rowKey={(line) => line.handler} columns={columns} />;
}
