import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Import, ImportPart } from "@/api/imports";
import { showFailed } from "@/ui/UndoToast";

/** The refused rows as a file with their reasons: mended, it can be uploaded as it is. */
export function ErrorFiles({ item }: { item: Import }) {
  const { t } = useTranslation("imports");
  const parts: ImportPart[] = item.lines_file_id ? ["file", "lines"] : ["file"];
  return (
    <Menu position="top-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.75} />}>
          {t("errors.get")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {parts.flatMap((part) =>
          (["xlsx", "csv"] as const).map((format) => (
            <Menu.Item
              key={`${part}-${format}`}
              onClick={() => void api.download(`/imports/${item.id}/errors`, { part, format }, `errors.${format}`).catch(showFailed)}
            >
              {t(parts.length > 1 ? `errors.${part}_as` : "errors.as", { format: t(`format.${format}`) })}
            </Menu.Item>
          )),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
