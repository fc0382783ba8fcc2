import { Button, Group, Modal, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Import } from "@/api/imports";
import { formatCount } from "@/ui/number";
import { useCan, useMe } from "@/ui/session";
import { useVerb } from "./useImport";

/** Takes the whole import back. It asks first, with the number: there is no way to take back an undo. */
export function UndoButton({ item }: { item: Import }) {
  const { t } = useTranslation("imports");
  const can = useCan();
  const me = useMe();
  const verb = useVerb(item.id);
  const [asked, setAsked] = useState(false);
  if (item.created_by?.id !== me.user.id && !can("imports.import.undo")) return null;
  const rows = (item.counts?.create ?? 0) + (item.counts?.update ?? 0);
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} stroke={1.75} />} onClick={() => setAsked(true)}>
        {item.state === "undone" ? t("undo.again") : t("undo.button")}
      </Button>
      {asked ? (
        <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={() => setAsked(false)} title={t("undo.title")}>
          <Text size="sm">{t("undo.text")}</Text>
          <Group justify="flex-end" gap="sm" mt="lg">
            <Button variant="default" data-autofocus onClick={() => setAsked(false)}>
              {t("undo.keep")}
            </Button>
            <Button color="red" loading={verb.running === "undo"} onClick={() => void verb.run("undo").then(() => setAsked(false))}>
              {t("undo.go", { count: rows, shown: formatCount(rows) })}
            </Button>
          </Group>
        </Modal>
      ) : null}
    </>
  );
}
