import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Rail } from "./Rail";

/** The rail as a sheet, on phones. */
export function PhoneMenu({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Drawer.Root opened={opened} onClose={onClose} size={300} padding={0}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={t("rail.label")}>
        <Drawer.Body h="100%">
          <Rail />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
