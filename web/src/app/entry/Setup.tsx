import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Me, SetupBody } from "@/api/identity";
import { currentLanguage } from "@/i18n";
import { languages } from "@/i18n/language";
import type { Params } from "@/ui/address";
import { Notice } from "@/ui/Notice";
import { nameOf, zoneOptions } from "@/ui/zones";
import { Door } from "./Door";
import classes from "./Door.module.css";
import { currencies, currencyHere, zoneHere } from "./places";
import { useEntry } from "./useEntry";

/** The first run: the organisation and its first owner, by the one-time link that the start printed. */
export function Setup() {
  const { t } = useTranslation("app");
  const router = useRouter();
  const client = useQueryClient();
  const token = useLocation({ select: (location) => (location.search as Params)["token"] ?? "" });
  const begin = { organisation: "", name: "", email: "", password: "", currency: currencyHere(), zone: zoneHere(), language: currentLanguage() as string };
  const entry = useEntry(Object.keys(begin), begin, async (values) => {
    const body = { ...values, token } as SetupBody;
    const me = await api.post<Me>("/identity/setup", body, { org: null, quietSignIn: true });
    client.clear();
    await router.navigate({ href: `/o/${me.organisation.slug}`, replace: true });
  });
  const money = useMemo(() => currencies(), []);
  const places = useMemo(() => zoneOptions(zoneHere()), []);

  if (!token) {
    return (
      <Door title={t("setup.waiting")} text={t("setup.waiting_text")}>
        {null}
      </Door>
    );
  }
  return (
    <Door title={t("setup.title")} text={t("setup.text")} wide>
      <form className={classes.form} {...entry.form}>
        {entry.rest.map((text) => (
          <Notice key={text} tone="danger" urgent>
            {text}
          </Notice>
        ))}
        <div className={classes.group}>{t("setup.group_organisation")}</div>
        <TextInput {...entry.field("organisation")} label={t("field.organisation_name")} autoComplete="organization" autoFocus />
        <div className={classes.pair}>
          <Select
            {...entry.field("currency")}
            label={t("field.currency")}
            description={t("setup.currency_help")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data={money}
            searchable
            allowDeselect={false}
            onChange={(value) => entry.set("currency", value ?? "")}
          />
          <Select
            {...entry.field("zone")}
            label={t("field.zone")}
            data={places}
            searchable
            allowDeselect={false}
            onChange={(value) => entry.set("zone", value ?? "")}
          />
        </div>
        <Select
          {...entry.field("language")}
          label={t("settings.language")}
          description={t("setup.language_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={languages.map((value) => ({ value, label: nameOf(value) }))}
          allowDeselect={false}
          onChange={(value) => entry.set("language", value ?? "")}
        />
        <div className={classes.group}>{t("setup.group_owner")}</div>
        <div className={classes.pair}>
          <TextInput {...entry.field("name")} label={t("field.name")} autoComplete="name" />
          <TextInput {...entry.field("email")} label={t("field.email")} type="email" autoComplete="username" />
        </div>
        <PasswordInput
          {...entry.field("password")}
          label={t("field.password")}
          description={t("field.password_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="new-password"
        />
        <Button type="submit" size="md" loading={entry.busy}>
          {t("setup.submit")}
        </Button>
      </form>
    </Door>
  );
}
