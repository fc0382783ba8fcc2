import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";
import { bareText } from "./eslint/bare-text.js";
import { boundaries } from "./eslint/boundaries.js";
import { sides } from "./eslint/sides.js";

const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "Export by name: a thing has one name everywhere.",
};

const unnamedClose = {
  selector: "JSXOpeningElement[name.name='Modal']:not(:has(> JSXAttribute[name.name=/^(closeButtonProps|withCloseButton)$/]))",
  message: "Give the button that closes the dialog a name: closeButtonProps={{ \"aria-label\": … }}.",
};

const config = tseslint.config(
  { ignores: ["dist", "node_modules", "src/api/schema.d.ts", "e2e/output"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx,js}"],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "no-restricted-syntax": ["error", noDefaultExport, unnamedClose],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      eqeqeq: ["error", "always"],
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { longhouse: { rules: { boundaries, sides, "bare-text": bareText } }, "jsx-a11y": jsxA11y, "react-hooks": reactHooks },
    rules: {
      ...jsxA11y.flatConfigs.recommended.rules,
      ...reactHooks.configs.recommended.rules,
      // Keys that act on a form as a whole come up to it from whichever of its fields has the focus.
      "jsx-a11y/no-noninteractive-element-interactions": ["error", { ...jsxA11y.flatConfigs.recommended.rules["jsx-a11y/no-noninteractive-element-interactions"][1], form: ["onKeyDown"] }],
      // Focus is set where a person just asked for the form; the page does not begin with it.
      "jsx-a11y/no-autofocus": "off",
      // Laid out as cards, a table is no table to the browser any more unless its roles are written.
      "jsx-a11y/no-redundant-roles": ["error", { nav: ["navigation"], table: ["table"], thead: ["rowgroup"], tbody: ["rowgroup"], tr: ["row"], th: ["columnheader"], td: ["cell"] }],
      "jsx-a11y/no-interactive-element-to-noninteractive-role": ["error", { tr: ["none", "presentation"], td: ["cell"], th: ["cell"] }],
      // We do not run the React Compiler, so it has nothing to skip.
      "react-hooks/incompatible-library": "off",
      "longhouse/boundaries": "error",
      "longhouse/bare-text": "error",
      "longhouse/sides": "error",
    },
  },
  {
    files: ["src/**/*.test.{ts,tsx}", "src/test/**"],
    rules: { "longhouse/bare-text": "off" },
  },
  {
    // Tools read a default export of their configuration, and scripts speak to the terminal.
    files: ["*.config.{js,ts}", "scripts/**", "e2e/bench/**"],
    rules: { "no-restricted-syntax": "off", "no-console": "off" },
  },
);

export default config;
