import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Rail } from "./Rail";

/** The rail as a sheet, on phones. */
export function PhoneMenu({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("app");
  return (
    <Drawer opened={opened} onClose={onClose} size={300} padding={0} withCloseButton={false} aria-label={t("rail.label")} styles={{ body: { blockSize: "100%" } }}>
      <Rail />
    </Drawer>
  );
}
