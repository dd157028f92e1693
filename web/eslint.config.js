import js from "@eslint/js";
import tseslint from "typescript-eslint";

const browserOnly = ["innerHTML", "outerHTML", "insertAdjacentHTML", "unsafeHTML", "document.write"];

/** Some of these run in the page, inside functions that Playwright carries there. */
const nodeGlobals = Object.fromEntries(
  ["process", "console", "URL", "URLSearchParams", "Buffer", "setTimeout", "atob", "document", "sessionStorage", "localStorage",
    "window", "getComputedStyle", "requestAnimationFrame", "performance"].map((name) => [name, "readonly"]),
);

export default tseslint.config(
  { ignores: ["**/dist/", "node_modules/", "target/", "screenshots/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Lit binds the handlers named in a template to the element itself.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "max-lines": ["error", { max: 500 }],
      // Text from people never becomes markup, and what is typed is never run.
      "no-restricted-properties": ["error", ...browserOnly.map((property) => ({ property }))],
      "no-restricted-imports": [
        "error",
        { paths: ["lit/directives/unsafe-html.js", "lit/directives/unsafe-svg.js", "lit/static-html.js"] },
      ],
      "no-eval": "error",
      "no-implied-eval": "off",
      "@typescript-eslint/no-implied-eval": "error",
    },
  },
  {
    // The client also runs outside a page: it may not lean on one.
    files: ["client/**/*.ts"],
    ignores: ["client/**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "window", "document", "navigator", "localStorage", "sessionStorage", "location"],
    },
  },
  {
    files: ["tools/**/*.js", "*.config.js"],
    languageOptions: { globals: nodeGlobals },
  },
);
