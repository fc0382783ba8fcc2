import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { SetupState } from "@/api/identity";
import type { Params } from "@/ui/address";
import { Notice } from "@/ui/Notice";
import { nextOf } from "../session";
import { Door } from "./Door";
import classes from "./Door.module.css";
import { useEntry } from "./useEntry";

/** Sign-in. It says when the house has no owner yet, and goes on to the page that was asked for. */
export function SignIn() {
  const { t } = useTranslation("app");
  const router = useRouter();
  const client = useQueryClient();
  const search = useLocation({ select: (location) => location.search as Params });
  const setup = useQuery({
    queryKey: ["", "/identity/setup"],
    queryFn: () => api.get<SetupState>("/identity/setup", undefined, { org: null, quietSignIn: true }),
    staleTime: Infinity,
  });
  const entry = useEntry(["email", "password"], { email: "", password: "" }, async (values) => {
    await api.post("/identity/sessions", values, { org: null, quietSignIn: true });
    // What another person saw here is not kept for the next one.
    client.clear();
    await router.navigate({ href: nextOf(search), replace: true });
  });

  if (setup.data?.needed) {
    return (
      <Door title={t("setup.waiting")} text={t("setup.waiting_text")}>
        {null}
      </Door>
    );
  }
  return (
    <Door
      title={t("sign_in.title")}
      foot={
        <Anchor renderRoot={(props) => <Link {...props} to="/forgot" />} fz="sm">
          {t("forgot.link")}
        </Anchor>
      }
    >
      <form className={classes.form} {...entry.form}>
        {entry.rest.map((text) => (
          <Notice key={text} tone="danger" urgent>
            {text}
          </Notice>
        ))}
        <TextInput {...entry.field("email")} label={t("field.email")} type="email" autoComplete="username" size="md" data-autofocus autoFocus />
        <PasswordInput {...entry.field("password")} label={t("field.password")} autoComplete="current-password" size="md" />
        <Button type="submit" size="md" fullWidth loading={entry.busy}>
          {t("sign_in.submit")}
        </Button>
      </form>
    </Door>
  );
}
