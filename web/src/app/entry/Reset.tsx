import { Anchor, Button, PasswordInput } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Schema } from "@/api/schema";
import type { Params } from "@/ui/address";
import { Notice } from "@/ui/Notice";
import { Door } from "./Door";
import classes from "./Door.module.css";
import { useEntry } from "./useEntry";

/** The link of a mail: a new password is chosen, and one signs in with it. */
export function Reset() {
  const { t } = useTranslation("app");
  const token = useLocation({ select: (location) => (location.search as Params)["token"] ?? "" });
  const [done, setDone] = useState(false);
  const entry = useEntry(["password"], { password: "" }, async (values) => {
    const body: Schema<"IdentityResetBody"> = { token, password: values["password"] ?? "" };
    await api.post("/identity/resets/use", body, { org: null, quietSignIn: true });
    setDone(true);
  });
  const again = (
    <Anchor renderRoot={(props) => <Link {...props} to="/forgot" />} fz="sm">
      {t("reset.again")}
    </Anchor>
  );
  if (done) {
    return (
      <Door title={t("reset.done")} text={t("reset.done_text")}>
        <div className={classes.form}>
          <Button size="md" fullWidth renderRoot={(props) => <Link {...props} to="/sign-in" />}>
            {t("sign_in.submit")}
          </Button>
        </div>
      </Door>
    );
  }
  if (!token) {
    return (
      <Door title={t("reset.title")} foot={again}>
        <div className={classes.form}>
          <Notice tone="warning">{t("reset.no_token")}</Notice>
        </div>
      </Door>
    );
  }
  return (
    <Door title={t("reset.title")} text={t("reset.text")} foot={again}>
      <form className={classes.form} {...entry.form}>
        {entry.rest.map((text) => (
          <Notice key={text} tone="danger" urgent>
            {text}
          </Notice>
        ))}
        <PasswordInput
          {...entry.field("password")}
          label={t("profile.new")}
          description={t("field.password_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="new-password"
          size="md"
          autoFocus
        />
        <Button type="submit" size="md" fullWidth loading={entry.busy}>
          {t("reset.submit")}
        </Button>
      </form>
    </Door>
  );
}
