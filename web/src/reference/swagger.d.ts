declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  /** A request that "Try it out" is about to send. */
  export interface ReferenceRequest {
    url: string;
    method?: string;
    headers: Record<string, string>;
  }

  const SwaggerUI: (options: {
    url: string;
    domNode: HTMLElement | null;
    deepLinking?: boolean;
    docExpansion?: "none" | "list" | "full";
    filter?: boolean;
    tryItOutEnabled?: boolean;
    displayRequestDuration?: boolean;
    defaultModelsExpandDepth?: number;
    validatorUrl?: null;
    requestInterceptor?: (request: ReferenceRequest) => ReferenceRequest;
  }) => unknown;
  export { SwaggerUI as default };
}
