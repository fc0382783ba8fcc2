import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./PagePending.module.css";

/** A screen whose file is on its way: head and first lines in their place. */
export function PagePending() {
  const { t } = useTranslation("ui");
  return (
    <div className={classes.page} role="status" aria-label={t("loading")}>
      <Skeleton height={20} width={220} mb={28} />
      {[70, 55, 62, 48, 66].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} mb={26} />
      ))}
    </div>
  );
}
