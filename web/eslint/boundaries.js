import { dirname, posix, relative, resolve } from "node:path";

/**
 * Who may import whom (architecture, section 23): `api` knows nobody, `ui` knows `api` and no
 * module, a module knows `api`, `ui` and itself, and `app` takes of a module only its index.
 * Mantine's Table and its notifications stay in `ui`, where ours are made of them.
 */
export const boundaries = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      layer: "{{from}} may not import {{to}}: {{why}}.",
      neighbour: "Module {{from}} may not import module {{to}}; link to its records by name (EntityLink), or ask its endpoint.",
      index: "app imports only a module's index.ts, so that its screens stay files of their own.",
      table: "Use DataGrid, LineGrid or a list of ui; Mantine's Table is only for ui.",
      notifications: "Use the toasts of ui/UndoToast; Mantine's notifications are only for ui.",
    },
  },
  create(context) {
    const src = resolve(context.cwd, "src");
    const from = placeOf(relative(src, context.filename).replaceAll("\\", "/"));
    if (!from) return {};

    const check = (node, source) => {
      if (typeof source !== "string") return;
      const path = source.startsWith("@/") ? source.slice(2) : source.startsWith(".") ? relative(src, resolve(dirname(context.filename), source)) : null;
      if (path === null) return;
      const to = placeOf(posix.normalize(path.replaceAll("\\", "/")));
      if (!to || to.layer === from.layer) {
        if (to?.layer === "modules" && to.module !== from.module) {
          context.report({ node, messageId: "neighbour", data: { from: from.module, to: to.module } });
        }
        return;
      }
      const why = forbidden(from.layer, to.layer);
      if (why) context.report({ node, messageId: "layer", data: { from: from.layer, to: to.layer, why } });
      else if (to.layer === "modules" && !/^modules\/[^/]+(\/index(\.ts)?)?$/.test(to.path)) context.report({ node, messageId: "index" });
    };

    return {
      ImportDeclaration(node) {
        check(node, node.source.value);
        if (from.layer === "ui") return;
        if (/^@mantine\/notifications/.test(node.source.value)) context.report({ node, messageId: "notifications" });
        if (node.source.value === "@mantine/core" && node.specifiers.some((s) => s.imported?.name === "Table")) {
          context.report({ node, messageId: "table" });
        }
      },
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
    };
  },
};

function placeOf(path) {
  const [layer, second] = path.split("/");
  if (!["api", "app", "i18n", "modules", "test", "ui"].includes(layer)) return null;
  return { layer, module: layer === "modules" ? second : undefined, path };
}

function forbidden(from, to) {
  const may = {
    api: [],
    i18n: [],
    ui: ["api", "i18n"],
    modules: ["api", "ui", "i18n"],
    app: ["api", "ui", "i18n", "modules"],
    test: ["api", "ui", "i18n", "app", "modules"],
  };
  if (may[from].includes(to) || to === "test") return null;
  if (to === "modules") return "it must stand without any module";
  if (to === "app") return "the frame is above it";
  return "it is below it";
}
