import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { setReading } from "@/ui/reading";
import { SessionProvider } from "@/ui/session";
import { readingOf, useSettle } from "@/ui/settings";
import { Redirect } from "../entry/Redirect";
import { PageFailed } from "../pages/PageFailed";
import { signInAddress, useWhoAmI } from "../session";
import { ProveAgain } from "./ProveAgain";
import { Shell } from "./Shell";
import { SignInAgain } from "./SignInAgain";
import { Splash } from "./Splash";

const NotMember = lazy(() => import("../entry/NotMember").then((m) => ({ default: m.NotMember })));

/** Everything below `/o/<organisation>`: who is signed in there, and the shell around the screen. */
export function Organisation() {
  const { org } = useParams({ strict: false }) as { org: string };
  const me = useWhoAmI(org);
  const { i18n } = useTranslation("app");
  useSettle(me.data);
  // What was read once stays on screen: a session that ends is renewed in a dialog over it.
  if (me.data) {
    const reading = readingOf(me.data);
    setReading(reading);
    // Dates and numbers are written by plain functions: who reads them in another way gets the screen anew.
    return (
      <SessionProvider me={me.data} key={[org, i18n.language, reading.zone, reading.hours, reading.weekStart].join(" ")}>
        <Shell />
        <SignInAgain />
        <ProveAgain />
      </SessionProvider>
    );
  }
  if (me.error?.status === 401) return <Redirect href={signInAddress()} />;
  if (me.error?.status === 403 || me.error?.status === 404) {
    return (
      <Suspense fallback={<Splash />}>
        <NotMember />
      </Suspense>
    );
  }
  if (me.error) return <PageFailed error={me.error} reset={() => void me.refetch()} />;
  return <Splash />;
}
