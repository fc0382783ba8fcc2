import { Menu, Skeleton, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconFlame, IconHelpCircle, IconListCheck, IconLogout, IconUserCircle, IconUserQuestion } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAccessStatus } from "@/api/access";
import { api } from "@/api/client";
import { linkProps } from "@/ui/AppLink";
import { dropAllDrafts } from "@/ui/form/draft";
import { useCan, useMe } from "@/ui/session";
import { showFailed } from "@/ui/UndoToast";
import { placeOf } from "../entry/places";
import classes from "./PersonMenu.module.css";

const SchemeSwitch = lazy(() => import("./SchemeSwitch").then((m) => ({ default: m.SchemeSwitch })));

const BreakGlass = lazy(() => import("@/ui/BreakGlass").then((m) => ({ default: m.BreakGlass })));

/** Who I am and where; theme, profile, access, and the way out. */
export function PersonMenu({ phone }: { phone: boolean }) {
  const { t } = useTranslation("app");
  const { user, organisation } = useMe();
  const can = useCan();
  const { data: access } = useAccessStatus();
  const [breaking, setBreaking] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={272} withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes.person} >
            <span className={classes.avatar} aria-hidden>
              {initials(user.name)}
            </span>
            <span className={classes.who}>
              <span className={classes.name} dir="auto">
                {user.name}
              </span>
              <span className={classes.where}>{t("person.where", { organisation: organisation.name, place: placeOf(organisation.zone) })}</span>
            </span>
            <VisuallyHidden>{t("person.label")}</VisuallyHidden>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.head}>
            <Text fw={600} truncate dir="auto">
              {user.name}
            </Text>
            <Text size="sm" c="dimmed" truncate>
              {user.email}
            </Text>
            <Text size="sm" c="dimmed" truncate>
              {t("person.where", { organisation: organisation.name, place: placeOf(organisation.zone) })}
            </Text>
          </div>
          <Menu.Divider />
          <div className={classes.scheme}>
            <Suspense fallback={<Skeleton height={30} />}>
              <SchemeSwitch />
            </Suspense>
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<IconUserCircle size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps("/me")} />}>
            {t("profile.title")}
          </Menu.Item>
          <Menu.Item leftSection={<IconUserQuestion size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps("/admin/access/requests?new=1")} />}>
            {t("access.ask")}
          </Menu.Item>
          {access && access.reviews > 0 ? (
            <Menu.Item leftSection={<IconListCheck size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps("/admin/access/reviews")} />}>
              {t("today.waits.reviews", { count: access.reviews })}
            </Menu.Item>
          ) : null}
          {can("access.emergency.use") && !access?.emergency_until ? (
            <Menu.Item leftSection={<IconFlame size={18} stroke={1.75} />} onClick={() => setBreaking(true)}>
              {t("access.break_glass")}
            </Menu.Item>
          ) : null}
          {phone ? (
            <Menu.Item leftSection={<IconHelpCircle size={18} stroke={1.75} />} renderRoot={(props) => <Link {...props} {...linkProps("/help")} />}>
              {t("help.title")}
            </Menu.Item>
          ) : null}
          <Menu.Item leftSection={<IconLogout size={18} stroke={1.75} />} onClick={signOut}>
            {t("sign_out")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>{breaking ? <BreakGlass onClose={() => setBreaking(false)} /> : null}</Suspense>
    </>
  );
}

/** "AL" of "Ana Lindqvist". */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}

/** Ends the session, and forgets what this browser kept. A whole load: nothing of the person stays in memory, or asks again. */
function signOut(): void {
  api.delete("/identity/sessions/current", undefined, { quietSignIn: true }).then(() => {
    dropAllDrafts();
    window.location.assign("/sign-in");
  }, showFailed);
}
