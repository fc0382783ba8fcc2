import { Button, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconExternalLink } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { chainOf, type TreeNode } from "@/ui/tree/tree";
import type { ChartItem } from "./OrgChart";
import classes from "./OrgChart.module.css";

interface ChainProps {
  node: TreeNode<ChartItem> | undefined;
  onPick: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The chain of managers above somebody, each a step back up. Keeps its height when nobody is chosen. */
export function Chain({ node, onPick, onOpen }: ChainProps) {
  const { t } = useTranslation("hr");
  if (!node) {
    return (
      <div className={classes.chain}>
        <span className={classes.muted}>{t("chart.pick")}</span>
      </div>
    );
  }
  return (
    <nav className={classes.chain} aria-label={t("chart.chain")}>
      <ol className={classes.steps}>
        {chainOf(node).map((above) => (
          <li key={above.item.id}>
            <UnstyledButton className={classes.step} onClick={() => onPick(above.item.id)}>
              {above.item.text}
            </UnstyledButton>
            <IconChevronRight size={14} stroke={1.75} aria-hidden className={classes.muted} />
          </li>
        ))}
        <li>
          <b aria-current="true">{node.item.text}</b>
          {node.below > 0 ? <span className={classes.muted}>{t("chart.reports", { count: node.children.length, all: node.below })}</span> : null}
        </li>
      </ol>
      <Button size="compact-sm" variant="default" leftSection={<IconExternalLink size={16} stroke={1.75} />} onClick={() => onOpen(node.item.id)}>
        {t("chart.open_person")}
      </Button>
    </nav>
  );
}
