import { setNonce } from "get-nonce";

// What index.html holds until a server writes a nonce, which may begin with anything.
const placeholder = "__CSP_NONCE__";

/**
 * The nonce of this page, which the server writes into index.html with every answer. Mantine's
 * generated styles and the scroll lock of dialogs carry it; without one (in development) they need none.
 */
export function styleNonce(): string {
  const written = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
  return written === placeholder ? "" : written;
}

/** Hands the nonce to the library that locks scrolling behind dialogs. */
export function handOutNonce(): void {
  const nonce = styleNonce();
  if (nonce) setNonce(nonce);
}
