import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

const attribute = "data-mantine-color-scheme";

/** Whether the page is being printed. It is drawn anew before the printer sees it: whole, and light whatever the screen is. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}

/** Prints in the light theme: dark letters on paper. Started once, by the frame. */
export function printLight(): () => void {
  const root = document.documentElement;
  let was: string | null = null;
  const before = () => {
    was = root.getAttribute(attribute);
    root.setAttribute(attribute, "light");
  };
  const after = () => {
    if (was !== null) root.setAttribute(attribute, was);
    was = null;
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
  };
}
