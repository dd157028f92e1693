import { defineConfig } from "vite";

/** The widget as one module that any page can load with one script tag. */
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "widget/index.ts", output: { entryFileNames: "widget.js", codeSplitting: false } },
  },
});
