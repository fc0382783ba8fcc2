import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePageTitle } from "@/ui/usePageTitle";
import { Mark } from "../frame/Mark";
import classes from "./Door.module.css";

interface DoorProps {
  title: string;
  /** One sentence below the title. */
  text?: ReactNode;
  children: ReactNode;
  /** Below the frame: another way in. */
  foot?: ReactNode;
  wide?: boolean;
}

/** The frame of the pages before the shell: sign-in, first run, invitation. */
export function Door({ title, text, children, foot, wide }: DoorProps) {
  const { t } = useTranslation("app");
  usePageTitle(title);
  return (
    <div className={classes.page}>
      <main className={classes.box} data-wide={wide || undefined}>
        <div className={classes.brand}>
          <Mark size={28} />
          <span>{t("product")}</span>
        </div>
        <div className={classes.panel}>
          <Title order={1} className={classes.title}>
            {title}
          </Title>
          {text ? <p className={classes.text}>{text}</p> : null}
          {children}
        </div>
        {foot ? <div className={classes.foot}>{foot}</div> : null}
      </main>
    </div>
  );
}
