import { Button } from "@mantine/core";
import { IconUserQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { linkProps } from "./AppLink";

/** After a refusal: the way to ask for a role that gives the missing right. */
export function AskForAccess({ permission }: { permission: string }) {
  const { t } = useTranslation("ui");
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconUserQuestion size={16} stroke={1.75} />}
      renderRoot={(props) => <Link {...props} {...linkProps(`/admin/access/requests?new=1&right=${encodeURIComponent(permission)}`)} />}
    >
      {t("error.ask")}
    </Button>
  );
}
