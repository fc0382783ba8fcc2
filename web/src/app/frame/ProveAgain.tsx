import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { onProofNeeded } from "@/api/http";

const ProofDialog = lazy(() => import("./ProofDialog").then((m) => ({ default: m.ProofDialog })));

/**
 * What reaches far asks for the password once more. The requests that were refused for want of it
 * wait here and are sent again, whatever screen they came from.
 */
export function ProveAgain() {
  const [asking, setAsking] = useState(false);
  const waiting = useRef<((proven: boolean) => void)[]>([]);

  useEffect(() => {
    onProofNeeded(
      () =>
        new Promise<boolean>((resolve) => {
          waiting.current.push(resolve);
          setAsking(true);
        }),
    );
    return () => onProofNeeded(null);
  }, []);

  const answer = (proven: boolean) => {
    setAsking(false);
    for (const resolve of waiting.current.splice(0)) resolve(proven);
  };
  return <Suspense fallback={null}>{asking ? <ProofDialog onAnswer={answer} /> : null}</Suspense>;
}
