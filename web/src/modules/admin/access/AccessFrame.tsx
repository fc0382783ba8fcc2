import { IconShieldCheck } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useGet } from "@/api/query";
import { linkProps } from "@/ui/AppLink";
import { formatCount } from "@/ui/number";
import { PageHeader } from "@/ui/PageHeader";
import { Screen } from "@/ui/Screen";
import { useCan } from "@/ui/session";
import classes from "./AccessFrame.module.css";
import { placeOf, places, type Status } from "./places";

interface AccessFrameProps {
  title: string;
  /** Beside the title: the state of a draft. */
  aside?: ReactNode;
  /** Buttons at the end of the head. */
  actions?: ReactNode;
  /** A line below the title. */
  text?: ReactNode;
  /** Between head and content, and always in sight: a bar. */
  bar?: ReactNode;
  children: ReactNode;
}

/** Frame of every screen of access: the head, the way to the others, and the content, which scrolls by itself. */
export function AccessFrame({ title, aside, actions, text, bar, children }: AccessFrameProps) {
  return (
    <Screen>
      <PageHeader title={title} icon={IconShieldCheck} aside={aside} actions={actions}>
        {text ? <p className={classes.text}>{text}</p> : null}
      </PageHeader>
      <Places />
      {bar}
      {children}
    </Screen>
  );
}

function Places() {
  const { t } = useTranslation("access");
  const can = useCan();
  const status = useGet<Status>("/access/status");
  const path = useLocation({ select: (location) => location.pathname.replace(/^\/o\/[^/]+/, "") });
  const here = placeOf(path);
  const nav = useRef<HTMLElement>(null);
  const shown = status.isSuccess;
  // Where the places do not fit side by side, the one where one is must be in sight.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [here, shown]);
  return (
    <nav ref={nav} className={classes.places} aria-label={t("places.label")}>
      {places
        .filter((place) => can(place.permission))
        .map((place) => {
          const waiting = status.data ? (place.waits?.(status.data) ?? 0) : 0;
          return (
            <Link key={place.id} {...linkProps(place.path)} activeOptions={{ exact: true, includeSearch: false }} className={classes.place} aria-current={place === here ? "page" : undefined}>
              {t(`places.${place.id}`)}
              {waiting > 0 ? <span className={classes.waiting}>{t("places.waiting", { count: waiting, shown: formatCount(waiting) })}</span> : null}
            </Link>
          );
        })}
    </nav>
  );
}
