import { Button, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { UndoPreview } from "@/api/history";
import type { Import } from "@/api/imports";
import { useGet } from "@/api/query";
import { formatCount } from "@/ui/number";
import { useCan, useMe } from "@/ui/session";
import { UndoFindings } from "@/ui/undo/UndoFindings";
import { useVerb } from "./useImport";

/** Takes the whole import back. It asks first, with the number: there is no way to take back an undo. */
export function UndoButton({ item }: { item: Import }) {
  const { t } = useTranslation("imports");
  const can = useCan();
  const me = useMe();
  const verb = useVerb(item.id);
  const [asked, setAsked] = useState(false);
  const preview = useGet<UndoPreview>("/history/undo", { operation: item.id }, { enabled: asked, staleTime: 0 });
  const rows = (item.counts?.create ?? 0) + (item.counts?.update ?? 0);
  if (item.created_by?.id !== me.user.id && !can("imports.import.undo")) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} stroke={1.75} />} onClick={() => setAsked(true)}>
        {item.state === "undone" ? t("undo.again") : t("undo.button")}
      </Button>
      {asked ? (
        <Modal opened closeButtonProps={{ "aria-label": t("ui:close") }} onClose={() => setAsked(false)} title={t("undo.title")}>
          <Stack gap="sm">
            <Text size="sm">{t("undo.text")}</Text>
            {preview.isPending ? (
              <Group gap="sm" role="status">
                <Loader size="xs" />
                <Text size="sm">{t("ui:undo.checking")}</Text>
              </Group>
            ) : null}
            {preview.data ? <UndoFindings preview={preview.data} /> : null}
          </Stack>
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
