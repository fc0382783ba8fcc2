import { Button, Group, Loader, Popover, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./edit.module.css";
import type { CellState } from "./useCellEdits";

interface CellMarkProps {
  state: CellState;
  field: string;
  onRetry: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}

/** That a cell is being saved, is saved, or why it is not; what was typed can be sent again, changed, or let go. */
export function CellMark({ state, field, onRetry, onEdit, onDiscard }: CellMarkProps) {
  const { t } = useTranslation("bulk");
  if (state.state === "saving") return <Loader size={12} aria-label={t("cell_saving")} />;
  if (state.state === "saved") return <IconCheck className={classes.saved} size={14} stroke={2} aria-label={t("cell_is_saved")} />;
  return (
    <Popover width={280} position="bottom-end" withinPortal shadow="md">
      <Popover.Target>
        <UnstyledButton className={classes.failed} aria-label={t("cell_failed", { field, reason: state.reason ?? "" })} onClick={(event) => event.stopPropagation()}>
          <IconAlertTriangle size={15} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown onClick={(event) => event.stopPropagation()}>
        <Text size="sm" mb="xs">
          {state.reason}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" onClick={onRetry}>
            {t("cell_retry")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onEdit}>
            {t("cell_edit")}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onDiscard}>
            {t("cell_discard")}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
