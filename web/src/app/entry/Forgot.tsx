import { Anchor, Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Schema } from "@/api/schema";
import { Notice } from "@/ui/Notice";
import { Door } from "./Door";
import classes from "./Door.module.css";
import { useEntry } from "./useEntry";

/** A forgotten password: a mail with a link is asked for. What it says is the same for any address. */
export function Forgot() {
  const { t } = useTranslation("app");
  const [asked, setAsked] = useState<Schema<"IdentityResetAsked"> | null>(null);
  const entry = useEntry(["email"], { email: "" }, async (values) => {
    setAsked(await api.post<Schema<"IdentityResetAsked">>("/identity/resets", values, { org: null, quietSignIn: true }));
  });
  const back = (
    <Anchor renderRoot={(props) => <Link {...props} to="/sign-in" />} fz="sm">
      {t("forgot.back")}
    </Anchor>
  );
  if (asked) {
    return (
      <Door title={t("forgot.sent")} foot={back}>
        <div className={classes.form}>
          <Notice tone="success">{t("forgot.sent_text", { email: entry.values["email"], count: asked.minutes })}</Notice>
        </div>
      </Door>
    );
  }
  return (
    <Door title={t("forgot.title")} text={t("forgot.text")} foot={back}>
      <form className={classes.form} {...entry.form}>
        {entry.rest.map((text) => (
          <Notice key={text} tone="danger" urgent>
            {text}
          </Notice>
        ))}
        <TextInput {...entry.field("email")} label={t("field.email")} type="email" autoComplete="username" size="md" autoFocus />
        <Button type="submit" size="md" fullWidth loading={entry.busy}>
          {t("forgot.submit")}
        </Button>
      </form>
    </Door>
  );
}
