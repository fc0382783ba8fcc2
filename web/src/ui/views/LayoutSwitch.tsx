import { SegmentedControl, VisuallyHidden } from "@mantine/core";
import { IconCalendar, IconChartBar, IconLayoutKanban, IconList } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Layout } from "./state";

const icons = { list: IconList, board: IconLayoutKanban, calendar: IconCalendar, chart: IconChartBar };

interface LayoutSwitchProps {
  value: Layout;
  layouts: Layout[];
  onChange: (layout: Layout) => void;
}

/** How the rows of a view are drawn: as a list, a board, a calendar, a chart. */
export function LayoutSwitch({ value, layouts, onChange }: LayoutSwitchProps) {
  const { t } = useTranslation("views");
  return (
    <SegmentedControl<Layout>
      size="xs"
      aria-label={t("layout.label")}
      value={value}
      onChange={onChange}
      data={layouts.map((layout) => {
        const Mark = icons[layout];
        return {
          value: layout,
          label: (
            <span style={{ display: "flex", alignItems: "center" }} title={t(`layout.${layout}`)}>
              <Mark size={16} stroke={1.75} aria-hidden />
              <VisuallyHidden>{t(`layout.${layout}`)}</VisuallyHidden>
            </span>
          ),
        };
      })}
    />
  );
}
