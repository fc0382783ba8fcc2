import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./admin.module.css";

/** A text that is shown once, with a button that copies it. */
export function Secret({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation("admin");
  return (
    <div className={classes.secret} role="group" aria-label={label}>
      <span>{value}</span>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t("copy_named", { name: label })}
            leftSection={copied ? <IconCheck size={14} stroke={2} /> : <IconCopy size={14} stroke={1.75} />}
            onClick={copy}
          >
            {copied ? t("copied") : t("copy")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
