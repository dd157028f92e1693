import { describe, expect, it } from "vitest";
import { webSettings } from "./settings";

const answering = (body: string, status = 200): typeof fetch => () => Promise.resolve(new Response(body, { status }));

describe("the web's settings", () => {
  it("name the issuers", async () => {
    // Given
    const server = answering('{"issuers":{"agents":"https://id.example/agents","followers":"/auth/followers"},"later":1}');

    // When
    const settings = await webSettings(server);

    // Then
    expect(settings).toEqual({ issuers: { agents: "https://id.example/agents", followers: "/auth/followers" } });
  });

  it.each(["{}", '{"issuers":{"agents":"/auth/agents"}}', '{"issuers":{"agents":1,"followers":2}}'])(
    "are refused without them: %s",
    async (body) => {
      // Given
      const server = answering(body);

      // When
      const reading = webSettings(server);

      // Then
      await expect(reading).rejects.toThrow("names no issuers");
    },
  );

  it("are refused when the server has none", async () => {
    // Given
    const server = answering("not found", 404);

    // When
    const reading = webSettings(server);

    // Then
    await expect(reading).rejects.toThrow("/settings.json answered 404");
  });
});
