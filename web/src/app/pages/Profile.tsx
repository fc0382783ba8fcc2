import { Button, PasswordInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { PasswordBody } from "@/api/identity";
import { AppLink } from "@/ui/AppLink";
import { Notice } from "@/ui/Notice";
import { PageHeader } from "@/ui/PageHeader";
import { useMe } from "@/ui/session";
import { placeOf } from "../entry/places";
import { useEntry } from "../entry/useEntry";
import classes from "./Profile.module.css";
import { Look, Place } from "./Reading";
import { Sessions } from "./Sessions";

/** Who I am here, how the product looks to me, and my password. */
export function Profile() {
  const { t } = useTranslation("app");
  const { user, organisation, role_names: roles } = useMe();
  return (
    <div className={classes.page}>
      <PageHeader title={t("profile.title")} />
      <Block title={t("profile.person")}>
        <dl className={classes.facts}>
          <dt>{t("field.name")}</dt>
          <dd dir="auto">{user.name}</dd>
          <dt>{t("field.email")}</dt>
          <dd>{user.email}</dd>
          <dt>{t("field.organisation")}</dt>
          <dd dir="auto">{organisation.name}</dd>
          <dt>{t("field.zone")}</dt>
          <dd>{placeOf(organisation.zone)}</dd>
          <dt>{t("field.currency")}</dt>
          <dd>{organisation.currency}</dd>
          <dt>{t("profile.roles")}</dt>
          <dd>
            <div>{(roles ?? []).join(", ") || t("profile.no_roles")}</div>
            <AppLink to="/admin/access/requests?new=1" fz="sm">
              {t("profile.ask")}
            </AppLink>
          </dd>
        </dl>
      </Block>
      <Block title={t("settings.title")} text={t("settings.text")}>
        <Place />
      </Block>
      <Block title={t("profile.look")} text={t("profile.look_text")}>
        <Look />
      </Block>
      <Block title={t("notices.title")} text={t("profile.notices_text")}>
        <AppLink to="/me/notifications">{t("notices.settings")}</AppLink>
      </Block>
      <Block title={t("sessions.title")} text={t("sessions.text")}>
        <Sessions />
      </Block>
      <Block title={t("profile.password")} text={t("profile.password_text")}>
        <ChangePassword />
      </Block>
    </div>
  );
}

function Block({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={classes.block}>
      <div>
        <h2 className={classes.title}>{title}</h2>
        {text ? <p className={classes.text}>{text}</p> : null}
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  );
}

function ChangePassword() {
  const { t } = useTranslation("app");
  const { user } = useMe();
  const [done, setDone] = useState(false);
  const entry = useEntry(["current", "new"], { current: "", new: "" }, async (values, clear) => {
    await api.post("/identity/password", values as PasswordBody);
    // The change ended every session, this one too: it is begun again with the new password.
    await api.post("/identity/sessions", { email: user.email, password: values["new"] }, { org: null, quietSignIn: true });
    clear();
    setDone(true);
  });
  return (
    <form className={classes.form} {...entry.form}>
      {entry.rest.map((text) => (
        <Notice key={text} tone="danger" urgent>
          {text}
        </Notice>
      ))}
      {done ? <Notice tone="success">{t("profile.password_done")}</Notice> : null}
      <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
      <PasswordInput {...entry.field("current")} label={t("profile.current")} autoComplete="current-password" />
      <PasswordInput
        {...entry.field("new")}
        label={t("profile.new")}
        description={t("field.password_help")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        autoComplete="new-password"
      />
      <Button type="submit" variant="default" loading={entry.busy}>
        {t("profile.change")}
      </Button>
    </form>
  );
}
