import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "@/ui/address";
import { DateField } from "@/ui/DateField";
import { formatDay, isDay, today } from "@/ui/dates";
import { Notice } from "@/ui/Notice";
import classes from "./shared.module.css";

/** The day of the address that is looked at; undefined for today, and for what is no day. */
export function useAsOf(): string | undefined {
  const [params] = useParams();
  const day = params["as_of"];
  return day && isDay(day) && day !== today() ? day : undefined;
}

/** Chooses the day that is looked at. */
export function AsOfField() {
  const { t } = useTranslation("hr");
  const [, set] = useParams();
  const day = useAsOf();
  return (
    <div className={classes.asOf}>
      <DateField size="xs" aria-label={t("as_of.label")} value={day ?? today()} clearable={false} onChange={(next) => set({ as_of: next && next !== today() ? next : undefined })} />
    </div>
  );
}

/** Says that another day than today is shown, and the way back. */
export function AsOfBanner({ text }: { text?: string }) {
  const { t } = useTranslation("hr");
  const [, set] = useParams();
  const day = useAsOf();
  if (!day) return null;
  return (
    <Notice
      tone={day > today() ? "decision" : "info"}
      actions={
        <Button size="compact-sm" variant="default" leftSection={<IconHistory size={16} stroke={1.75} />} onClick={() => set({ as_of: undefined })}>
          {t("as_of.back")}
        </Button>
      }
    >
      <b>{t(day > today() ? "as_of.ahead" : "as_of.past", { day: formatDay(day, "long") })}</b> {text}
    </Notice>
  );
}
