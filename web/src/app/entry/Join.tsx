import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { AcceptBody, Me } from "@/api/identity";
import type { Params } from "@/ui/address";
import { Notice } from "@/ui/Notice";
import { Door } from "./Door";
import classes from "./Door.module.css";
import { useEntry } from "./useEntry";

/** An invitation is accepted: a name if one wants another, and a password. */
export function Join() {
  const { t } = useTranslation("app");
  const router = useRouter();
  const client = useQueryClient();
  const token = useLocation({ select: (location) => (location.search as Params)["token"] ?? "" });
  const entry = useEntry(["password"], { name: "", password: "" }, async (values) => {
    const body: AcceptBody = { token, password: values["password"] ?? "" };
    if (values["name"]) body.name = values["name"];
    const me = await api.post<Me>("/identity/invitations/accept", body, { org: null, quietSignIn: true });
    client.clear();
    await router.navigate({ href: `/o/${me.organisation.slug}`, replace: true });
  });
  if (!token) {
    return (
      <Door title={t("join.title")}>
        <Notice tone="warning">{t("join.no_token")}</Notice>
      </Door>
    );
  }
  return (
    <Door title={t("join.title")} text={t("join.text")}>
      <form className={classes.form} {...entry.form}>
        {entry.rest.map((text) => (
          <Notice key={text} tone="danger" urgent>
            {text}
          </Notice>
        ))}
        <TextInput
          {...entry.field("name")}
          required={false}
          label={t("field.name")}
          description={t("join.name_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="name"
          size="md"
          autoFocus
        />
        <PasswordInput
          {...entry.field("password")}
          label={t("field.password")}
          description={t("field.password_help")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          autoComplete="new-password"
          size="md"
        />
        <Button type="submit" size="md" fullWidth loading={entry.busy}>
          {t("join.submit")}
        </Button>
      </form>
    </Door>
  );
}
