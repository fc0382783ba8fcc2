import { ActionIcon, Drawer, Group, Text, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowsDiagonal, IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { AppLink } from "./AppLink";
import { EmbeddedProvider } from "./embedded";
import classes from "./SidePanel.module.css";

interface SidePanelProps {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Address of the whole page; offers "open page". */
  page?: string;
  onPrevious?: () => void;
  onNext?: () => void;
  size?: "md" | "lg";
  children: ReactNode;
}

/** A record or a form beside the list, without losing the place; a full sheet on phones. */
export function SidePanel({ opened, onClose, title, page, onPrevious, onNext, size = "md", children }: SidePanelProps) {
  const { t } = useTranslation("ui");
  const phone = useMediaQuery("(max-width: 36em)");
  return (
    <Drawer.Root classNames={{ content: classes.content }} transitionProps={{ duration: 180 }} opened={opened} onClose={onClose} position="right" size={phone ? "100%" : size === "lg" ? 720 : 520}>
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <div className={classes.head}>
          <Drawer.Title className={classes.title}>
            <Text fw={600} truncate dir="auto">
              {title}
            </Text>
          </Drawer.Title>
          <Group gap={2} wrap="nowrap">
            {onPrevious ? (
              <Tooltip label={t("panel.previous")}>
                <ActionIcon onClick={onPrevious} aria-label={t("panel.previous")}>
                  <IconChevronUp size={18} stroke={1.75} />
                </ActionIcon>
              </Tooltip>
            ) : null}
            {onNext ? (
              <Tooltip label={t("panel.next")}>
                <ActionIcon onClick={onNext} aria-label={t("panel.next")}>
                  <IconChevronDown size={18} stroke={1.75} />
                </ActionIcon>
              </Tooltip>
            ) : null}
            {page ? (
              <Tooltip label={t("panel.open_page")}>
                <AppLink to={page} className={classes.expand} aria-label={t("panel.open_page")}>
                  <IconArrowsDiagonal size={18} stroke={1.75} />
                </AppLink>
              </Tooltip>
            ) : null}
            <ActionIcon onClick={onClose} aria-label={t("close")}>
              <IconX size={18} stroke={1.75} />
            </ActionIcon>
          </Group>
        </div>
        <div className={classes.body}>
          <EmbeddedProvider value>{children}</EmbeddedProvider>
        </div>
      </Drawer.Content>
    </Drawer.Root>
  );
}
