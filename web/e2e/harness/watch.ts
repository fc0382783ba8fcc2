import { expect, type BrowserContext, type Page } from "@playwright/test";

/** Collects what a page must not do: errors, broken requests, things that the policy refuses. */
export class Watch {
  private readonly faults: string[] = [];
  private readonly allowed: { status: number; path: RegExp }[] = [];

  constructor(context: BrowserContext) {
    context.on("page", (page) => this.follow(page));
    context.on("weberror", (error) => this.faults.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on("console", (message) => {
      // Refused requests are judged by their status below.
      if (message.type() !== "error" || message.text().startsWith("Failed to load resource")) return;
      this.faults.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("requestfailed", (request) => {
      // A page that is left takes its requests along.
      if (request.failure()?.errorText === "net::ERR_ABORTED") return;
      this.faults.push(`request: ${request.method()} ${request.url()}: ${request.failure()?.errorText}`);
    });
    context.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (response.status() < 400) return;
      if (this.allowed.some((a) => a.status === response.status() && a.path.test(pathname))) return;
      this.faults.push(`answer: ${response.status()} to ${response.request().method()} ${response.url()}`);
    });
  }

  private follow(page: Page): void {
    page.on("crash", () => this.faults.push("the page crashed"));
  }

  /** This journey is about such a refusal. */
  allow(status: number, path: RegExp): void {
    this.allowed.push({ status, path });
  }

  /** Fails if anything happened. */
  verify(): void {
    expect(this.faults, "errors in the browser").toEqual([]);
  }
}
