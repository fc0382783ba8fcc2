import { SegmentedControl, Select, Switch } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Settings } from "@/api/identity";
import { browserLanguage, languages } from "@/i18n/language";
import { formatInstant } from "@/ui/dates";
import { locale } from "@/ui/number";
import { useMe } from "@/ui/session";
import { useSettings, type Density } from "@/ui/settings";
import { nameOf, zoneOptions } from "@/ui/zones";
import { placeOf, zoneHere } from "../entry/places";
import { SchemeSwitch } from "../frame/SchemeSwitch";
import classes from "./Profile.module.css";

/** In which language a person reads, in which zone and by which clock. */
export function Place() {
  const { t } = useTranslation("app");
  const { organisation } = useMe();
  const [settings, change] = useSettings();
  const places = useMemo(() => zoneOptions(zoneHere()), []);
  return (
    <div className={classes.settings}>
      <Select
        label={t("settings.language")}
        value={settings.language ?? ""}
        allowDeselect={false}
        data={[{ value: "", label: t("settings.language_browser", { language: nameOf(browserLanguage()) }) }, ...languages.map((value) => ({ value, label: nameOf(value) }))]}
        onChange={(value) => change({ language: (value || undefined) as Settings["language"] })}
      />
      <Select
        label={t("field.zone")}
        description={t("settings.zone_now", { at: formatInstant(new Date().toISOString()) })}
        value={settings.zone ?? ""}
        allowDeselect={false}
        searchable
        data={[{ value: "", label: t("settings.zone_organisation", { place: placeOf(organisation.zone) }) }, ...places]}
        onChange={(value) => change({ zone: value || undefined })}
      />
      <Select
        label={t("settings.hours")}
        value={settings.hours ?? ""}
        allowDeselect={false}
        data={[{ value: "", label: t("settings.as_language") }, ...(["24", "12"] as const).map((value) => ({ value, label: t(`settings.hours_${value}`) }))]}
        onChange={(value) => change({ hours: (value || undefined) as Settings["hours"] })}
      />
      <Select
        label={t("settings.week_start")}
        value={String(settings.week_start ?? "")}
        allowDeselect={false}
        data={[{ value: "", label: t("settings.as_language") }, ...[1, 6, 0].map((value) => ({ value: String(value), label: weekday(value) }))]}
        onChange={(value) => change({ week_start: value ? Number(value) : undefined })}
      />
    </div>
  );
}

/** How it looks: theme and row height, and whether single letters are commands. */
export function Look() {
  const { t } = useTranslation("app");
  const [settings, change] = useSettings();
  return (
    <div className={classes.settings}>
      <div className={classes.scheme}>
        <SchemeSwitch />
      </div>
      <div className={classes.scheme}>
        <div className={classes.label}>{t("ui:grid.density")}</div>
        <SegmentedControl<Density>
          fullWidth
          size="xs"
          aria-label={t("ui:grid.density")}
          value={settings.density}
          onChange={(density) => change({ density })}
          data={(["comfortable", "regular", "dense"] as const).map((value) => ({ value, label: t(`ui:grid.${value}`) }))}
        />
      </div>
      <Switch label={t("keys.single")} description={t("keys.single_help")} checked={settings.single_keys} onChange={(event) => change({ single_keys: event.currentTarget.checked })} />
    </div>
  );
}

// 4 January 1970 was a Sunday.
function weekday(day: number): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(1970, 0, 4 + day)));
}
