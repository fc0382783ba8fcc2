import { Button } from "@mantine/core";
import { IconZoomQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { orgOfAddress } from "@/api/http";
import { inOrg } from "@/ui/address";
import { EmptyBlock } from "@/ui/EmptyBlock";
import { usePageTitle } from "@/ui/usePageTitle";

/** One page for what is missing and what is hidden. */
export function NotFound() {
  const { t } = useTranslation("ui");
  usePageTitle(t("error.404.title"));
  return (
    <EmptyBlock
      icon={IconZoomQuestion}
      title={t("error.404.title")}
      text={t("error.404.text")}
      action={
        <Button component="a" href={orgOfAddress() ? inOrg("/") : "/"} variant="default" size="xs">
          {t("app:go_home")}
        </Button>
      }
    />
  );
}
