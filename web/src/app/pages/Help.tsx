import { Button } from "@mantine/core";
import { IconCode, IconKeyboard, IconLifebuoy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Card } from "@/ui/Card";
import { PageHeader } from "@/ui/PageHeader";
import { KeyboardMap } from "../frame/KeyboardHelp";
import classes from "./Help.module.css";

/** Help: how to find things, the keys, and the reference of the API that the screens themselves use. */
export function Help() {
  const { t } = useTranslation("app");
  return (
    <div className={classes.page}>
      <PageHeader title={t("help.title")} />
      <div className={classes.cards}>
        <Card title={t("help.start")} icon={IconLifebuoy}>
          <ul className={classes.tips}>
            {(["search", "address", "undo", "draft", "import"] as const).map((tip) => (
              <li key={tip}>{t(`help.tip_${tip}`)}</li>
            ))}
          </ul>
        </Card>
        <Card title={t("help.api")} icon={IconCode}>
          <p className={classes.text}>{t("help.api_text")}</p>
          <Button component="a" href="/reference" variant="default" size="xs">
            {t("help.api_open")}
          </Button>
        </Card>
        <Card title={t("keys.title")} icon={IconKeyboard}>
          <KeyboardMap />
        </Card>
      </div>
    </div>
  );
}
