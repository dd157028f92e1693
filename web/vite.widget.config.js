import { defineConfig } from "vite";

/** The widget as one file that any page can load with one script tag. */
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    lib: { entry: "widget/index.ts", formats: ["iife"], name: "ParleyWidget", fileName: () => "widget.js" },
  },
});
