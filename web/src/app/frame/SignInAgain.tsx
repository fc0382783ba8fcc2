import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { onSessionEnd } from "@/api/http";

const SignInDialog = lazy(() => import("./SignInDialog").then((m) => ({ default: m.SignInDialog })));

/**
 * A session that ends in the middle of work is renewed over the page: the requests that were
 * refused wait here and are sent again, so nothing that was typed is lost.
 */
export function SignInAgain() {
  const [asking, setAsking] = useState(false);
  const waiting = useRef<((back: boolean) => void)[]>([]);

  useEffect(() => {
    onSessionEnd(
      () =>
        new Promise<boolean>((resolve) => {
          waiting.current.push(resolve);
          setAsking(true);
        }),
    );
    return () => onSessionEnd(null);
  }, []);

  const answer = (back: boolean) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(back);
  };
  return <Suspense fallback={null}>{asking ? <SignInDialog onAnswer={answer} /> : null}</Suspense>;
}
