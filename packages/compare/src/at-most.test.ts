import { describe, expect, it } from "vitest";
import { atMost } from "./at-most.ts";

describe("atMost", () => {
  it("works on no more than the limit at once, and on as many as it may", async () => {
    let [busy, most] = [0, 0];
    const results = await atMost(2, [30, 5, 5, 5, 5], async (ms) => {
      most = Math.max(most, ++busy);
      await new Promise((resolve) => setTimeout(resolve, ms));
      busy--;
      return -ms;
    });
    expect(results).toEqual([-30, -5, -5, -5, -5]);
    expect(most).toBe(2);
  });

  it("has nothing to do for nothing, and throws what a work threw", async () => {
    expect(await atMost(3, [], async () => 1)).toEqual([]);
    const failing = atMost(1, [1], () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
  });

  it.each([0, 1.5])("refuses a limit of %d", async (limit) => {
    await expect(atMost(limit, [1], async () => 1)).rejects.toThrow(
      new RangeError(
        `Cannot work at once: the limit must be a positive whole number, got ${limit}`,
      ),
    );
  });
});
