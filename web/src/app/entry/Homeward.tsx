import { Redirect } from "./Redirect";
import { NotFound } from "../pages/NotFound";
import { PageFailed } from "../pages/PageFailed";
import { Splash } from "../frame/Splash";
import { signInAddress, useWhoAmI } from "../session";

/** A path without an organisation: it is opened in the person's default one, after sign-in if need be. */
export function Homeward() {
  const me = useWhoAmI(null);
  const { pathname, search } = window.location;
  // It has an organisation, and is still no address of ours.
  if (pathname.startsWith("/o/")) return <NotFound />;
  if (me.data) return <Redirect href={`/o/${me.data.organisation.slug}${pathname === "/" ? "" : pathname}${search}`} />;
  if (me.error?.status === 401) return <Redirect href={signInAddress()} />;
  if (me.error?.status === 404) return <NotFound />;
  if (me.error) return <PageFailed error={me.error} reset={() => void me.refetch()} />;
  return <Splash />;
}
