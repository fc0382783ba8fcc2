import { Anchor, type AnchorProps } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { MouseEventHandler, ReactNode } from "react";
import { inOrg, parseSearch, type Params } from "./address";

interface AppLinkProps extends AnchorProps {
  /** Path below the organisation, with its query string: "/crm/deals?stage=open". */
  to: string;
  children: ReactNode;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  title?: string;
  "aria-label"?: string;
}

/** A link to a screen of this organisation. */
export function AppLink({ to, children, ...rest }: AppLinkProps) {
  const link = linkProps(to);
  return (
    <Anchor {...rest} renderRoot={(props) => <Link {...props} {...link} />}>
      {children}
    </Anchor>
  );
}

/** `to` and `search` for the router's own Link, for components that render as a link. */
export function linkProps(path: string): { to: string; search: Params } {
  const [pathname = "/", search = ""] = inOrg(path).split("?");
  return { to: pathname, search: parseSearch(search) };
}
