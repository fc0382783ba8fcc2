import { SegmentedControl, type MantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSettings } from "@/ui/settings";
import classes from "./SchemeSwitch.module.css";

const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

/** Light, dark, or as the system says. */
export function SchemeSwitch() {
  const { t } = useTranslation("app");
  const [settings, change] = useSettings();
  return (
    <SegmentedControl<MantineColorScheme>
      fullWidth
      size="xs"
      aria-label={t("scheme.label")}
      value={settings.theme}
      onChange={(theme) => change({ theme })}
      data={(["auto", "light", "dark"] as const).map((value) => {
        const Mark = icons[value];
        return {
          value,
          label: (
            <span className={classes.choice}>
              <Mark size={14} stroke={1.75} aria-hidden />
              {t(`scheme.${value}`)}
            </span>
          ),
        };
      })}
    />
  );
}
