import { afterEach, expect, it } from "vitest";
import { styleNonce } from "./nonce";

afterEach(() => document.head.replaceChildren());

function written(nonce: string): void {
  const meta = document.createElement("meta");
  meta.name = "csp-nonce";
  meta.content = nonce;
  document.head.append(meta);
}

it("takes whatever nonce the server wrote, also one that begins like the placeholder", () => {
  written("__SdiGSsAy_61hJbRS7rCA");
  expect(styleNonce()).toBe("__SdiGSsAy_61hJbRS7rCA");
});

it("needs none where no server wrote one", () => {
  expect(styleNonce()).toBe("");
  written("__CSP_NONCE__");
  expect(styleNonce()).toBe("");
});
