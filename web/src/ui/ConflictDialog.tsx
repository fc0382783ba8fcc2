import { Button, Group, Modal, Radio, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { showValue } from "./value";

/** One field that two people changed. */
export interface Clash {
  field: string;
  label: string;
  original: unknown;
  theirs: unknown;
  yours: unknown;
}

interface ConflictDialogProps {
  clashes: Clash[];
  /** Who saved in between, if the history says so. */
  who?: string;
  onApply: (picked: Record<string, unknown>) => void;
  onCancel: () => void;
}

/** Original, theirs and yours of each field that both changed; yours is chosen to begin with. */
export function ConflictDialog({ clashes, who, onApply, onCancel }: ConflictDialogProps) {
  const { t } = useTranslation("ui");
  const [theirs, setTheirs] = useState<Record<string, boolean>>({});
  const apply = () =>
    onApply(Object.fromEntries(clashes.map((c) => [c.field, theirs[c.field] ? c.theirs : c.yours])));
  return (
    <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={onCancel} title={t("conflict.title")} size="lg">
      <Stack gap="md">
        <Text size="sm">{who ? t("conflict.text_who", { who }) : t("conflict.text")}</Text>
        <Table.ScrollContainer minWidth={460}>
          <Table withRowBorders>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("conflict.field")}</Table.Th>
                <Table.Th>{t("conflict.original")}</Table.Th>
                <Table.Th>{t("conflict.theirs")}</Table.Th>
                <Table.Th>{t("conflict.yours")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {clashes.map((clash) => (
                <Table.Tr key={clash.field}>
                  <Table.Th scope="row">{clash.label}</Table.Th>
                  <Table.Td>{showValue(clash.original)}</Table.Td>
                  <Table.Td>
                    <Radio
                      name={clash.field}
                      label={showValue(clash.theirs)}
                      checked={theirs[clash.field] === true}
                      onChange={() => setTheirs({ ...theirs, [clash.field]: true })}
                    />
                  </Table.Td>
                  <Table.Td>
                    <Radio
                      name={clash.field}
                      label={showValue(clash.yours)}
                      checked={theirs[clash.field] !== true}
                      onChange={() => setTheirs({ ...theirs, [clash.field]: false })}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {t("conflict.back")}
          </Button>
          <Button onClick={apply}>{t("conflict.apply")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
