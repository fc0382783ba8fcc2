import { useNetwork } from "@mantine/hooks";
import { IconCloudOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatTime } from "@/ui/dates";
import classes from "./OfflineBar.module.css";
import { useStreamState } from "./Live";

/** Says that there is no connection, and since when what is on screen may be old. */
export function OfflineBar() {
  const { t } = useTranslation("app");
  const { online } = useNetwork();
  const stream = useStreamState();
  const offline = !online || stream === "lost";
  const [since, setSince] = useState("");
  if (offline && !since) setSince(new Date().toISOString());
  if (!offline && since) setSince("");
  return (
    <div role="status">
      {offline ? (
        <div className={classes.bar}>
          <IconCloudOff size={16} stroke={1.75} aria-hidden />
          {t(online ? "offline.server" : "offline.network", { time: formatTime(since) })}
        </div>
      ) : null}
    </div>
  );
}
