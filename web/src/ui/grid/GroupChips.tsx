import { CloseButton, Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./DataGrid.module.css";
import type { GridColumn } from "./columns";
import { columnOfGroup, steps } from "./summing";
import type { GridState } from "./useGridState";

/** By what a list is grouped, the outer field first: each can be taken away, and dates have a step. */
export function GroupChips<T>({ state, columns }: { state: GridState; columns: GridColumn<T>[] }) {
  const { t } = useTranslation("views");
  return (
    <>
      {state.group.map((word) => {
        const [field, step] = word.split(":");
        const name = columnOfGroup(word, columns)?.label ?? field ?? "";
        const put = (next: string | undefined) => state.setGroup(state.group.flatMap((g) => (g === word ? (next ? [next] : []) : [g])));
        return (
          <span key={word} className={classes.chip}>
            {step ? (
              <Menu position="bottom-start" withinPortal>
                <Menu.Target>
                  <button type="button" className={classes.chipText}>
                    {t("group.is_step", { field: name, step: t(`chart.steps.${step}`) })}
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  {steps.map((each) => (
                    <Menu.Item key={each} onClick={() => put(`${field}:${each}`)}>
                      {t(`chart.steps.${each}`)}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            ) : (
              <span className={classes.chipText} style={{ cursor: "default", lineHeight: "26px" }}>
                {t("group.is", { field: name })}
              </span>
            )}
            <CloseButton size="xs" iconSize={13} aria-label={t("group.remove", { field: name })} onClick={() => put(undefined)} />
          </span>
        );
      })}
    </>
  );
}
