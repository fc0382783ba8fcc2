import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";

/** The person's choice of light and dark, as the app keeps it; without one the system's. */
function isDark(): boolean {
  const chosen = window.localStorage.getItem("longhouse.scheme");
  if (chosen === "light" || chosen === "dark") return chosen === "dark";
  return window.matchMedia("(prefers-color-scheme: dark)").matches;
}

document.documentElement.dataset["scheme"] = isDark() ? "dark" : "light";

const safe = new Set(["GET", "HEAD"]);

// What is tried out goes with the session of the app, so it carries what the app's requests carry.
SwaggerUI({
  url: "/api/v1/openapi.json",
  domNode: document.getElementById("reference"),
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const method = (request.method ?? "GET").toUpperCase();
    if (!safe.has(method)) request.headers["X-Longhouse"] = "1";
    if (method === "POST" && !request.headers["Idempotency-Key"]) request.headers["Idempotency-Key"] = crypto.randomUUID();
    return request;
  },
});
