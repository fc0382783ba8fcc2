import { Notifications } from "@mantine/notifications";
import "@mantine/notifications/styles.layer.css";
import classes from "./Toasts.module.css";

/** Where toasts appear; once, in the shell. They wait while the pointer or the focus is on them. */
export function Toasts() {
  return <Notifications position="bottom-center" limit={3} pauseResetOnHover="all" containerWidth={460} classNames={{ root: classes.toasts }} />;
}
