import { Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Splash.module.css";

/** The moment before anybody is known; after 150 ms, so that a quick answer does not flicker. */
export function Splash() {
  const { t } = useTranslation("ui");
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), 150);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div className={classes.splash} role="status" aria-label={t("loading")}>
      {shown ? <Loader size="sm" color="gray" /> : null}
    </div>
  );
}
