import { Button, Group, Skeleton } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyBlock } from "../EmptyBlock";
import type { GridColumn } from "./columns";
import classes from "./DataGrid.module.css";
import { inWords } from "./filters";
import type { GridState } from "./useGridState";

/** Rows in the final shape; after 150 ms, so that a quick answer does not flicker. */
export function GridSkeleton({ rowHeight }: { rowHeight: number }) {
  const { t } = useTranslation("ui");
  const [shown, setShown] = useState(false);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timers = [window.setTimeout(() => setShown(true), 150), window.setTimeout(() => setSlow(true), 3000)];
    return () => timers.forEach((timer) => window.clearTimeout(timer));
  }, []);
  return (
    <div role="status" aria-label={t("loading")}>
      {slow ? <div className={classes.more}>{t("slow")}</div> : null}
      {shown
        ? Array.from({ length: 14 }, (_, index) => (
            <div key={index} className={classes.skeleton} style={{ blockSize: rowHeight }}>
              <Skeleton height={10} width={`${22 - (index % 3) * 4}%`} />
              <Skeleton height={10} width="14%" />
              <Skeleton height={10} width={`${18 - (index % 4) * 2}%`} />
              <Skeleton height={10} width="10%" />
            </div>
          ))
        : null}
    </div>
  );
}

/** Nothing at all, or nothing that matches: then each condition can be taken away. */
export function GridEmpty<T>({ state, columns, empty }: { state: GridState; columns: GridColumn<T>[]; empty?: ReactNode }) {
  const { t } = useTranslation("ui");
  if (!state.filtered) return <>{empty ?? <EmptyBlock title={t("grid.empty")} />}</>;
  return (
    <EmptyBlock
      icon={IconFilterOff}
      title={t("grid.no_match")}
      text={t("grid.no_match_text")}
      action={
        <Group gap="xs" justify="center">
          {state.q ? (
            <Button size="xs" variant="default" onClick={() => state.setSearch("")}>
              {t("grid.without", { condition: t("grid.text_is", { text: state.q }) })}
            </Button>
          ) : null}
          {state.conditions.map((condition) => {
            const column = columns.find((c) => c.key === condition.field || c.filter === condition.field);
            return column ? (
              <Button key={condition.param} size="xs" variant="default" onClick={() => state.setCondition({ [condition.param]: undefined })}>
                {t("grid.without", { condition: inWords(condition, column, t) })}
              </Button>
            ) : null;
          })}
          <Button size="xs" onClick={state.clear}>
            {t("filter.clear")}
          </Button>
        </Group>
      }
    />
  );
}
