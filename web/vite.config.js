import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { contentSecurityPolicy } from "./tools/content-security-policy.js";

const page = (path) => fileURLToPath(new URL(path, import.meta.url));

/** During development /widget.js is the source of the widget; a build puts the bundle there. */
/** @type {import("vite").Plugin} */
const widgetFromSource = {
  name: "widget-from-source",
  configureServer(server) {
    server.middlewares.use("/widget.js", (_request, response) => {
      response.setHeader("Content-Type", "text/javascript");
      response.end('import "/widget/index.ts";\n');
    });
  },
};

const stack = process.env.PARLEY_STACK ?? "http://localhost:8080";

export default defineConfig({
  appType: "mpa",
  plugins: [widgetFromSource, contentSecurityPolicy()],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { home: page("index.html"), follower: page("follower/index.html"), console: page("console/index.html") },
    },
  },
  server: {
    port: 22000,
    strictPort: true,
    // The issuer's name is part of its tokens: open the page on the stack's own port to log in.
    proxy: { "/api": stack, "/auth": stack, "/settings.json": stack, "/ws": { target: stack, ws: true } },
  },
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", "**/dist/**"],
    // The examples name the client as those who install it do.
    alias: { "parley-client": page("client/index.ts") },
    environment: "node",
    reporters: ["default", "json"],
    outputFile: { json: "target/vitest.json" },
  },
});
