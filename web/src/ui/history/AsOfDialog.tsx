import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, today } from "../dates";
import { DateField } from "../DateField";
import { endOfDay } from "./asOf";

interface AsOfDialogProps {
  onClose: () => void;
  /** Gets the instant at which the day ended. */
  onPick: (at: string) => void;
}

/** Asks for the day at whose end a record is to be shown. */
export function AsOfDialog({ onClose, onPick }: AsOfDialogProps) {
  const { t } = useTranslation("ui");
  const [day, setDay] = useState(addDays(today(), -1));
  return (
    <Modal opened onClose={onClose} title={t("as_of.pick")} size="sm" closeButtonProps={{ "aria-label": t("close") }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (day) onPick(endOfDay(day));
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("as_of.pick_text")}
          </Text>
          <DateField label={t("as_of.day")} value={day} onChange={setDay} max={today()} clearable={false} required />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!day}>
              {t("as_of.show")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
