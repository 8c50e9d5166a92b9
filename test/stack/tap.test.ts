import { describe, expect, test } from "vitest";
import { parseTap } from "../../scripts/testing/tap.ts";

const outcomes = (lines: string[]) => parseTap(lines).results.map(({ outcome }) => outcome);

describe("a TAP report", () => {
  test("gives each test its outcome, and a failure its diagnostics", () => {
    const { results, faults } = parseTap([
      "1..5",
      "ok 1 - first",
      "not ok 2 - second",
      '# Failed test 2: "second"',
      "#         have: 1",
      "ok 3 - third # SKIP no network",
      "not ok 4 - fourth # TODO later",
      "ok 5 - fifth # TODO done already",
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual([
      "passed",
      "failed",
      "skipped",
      "skipped",
      "passed",
    ]);
    expect(results[1]?.diagnostics).toEqual(['# Failed test 2: "second"', "#         have: 1"]);
    expect(faults).toEqual([]);
  });

  test("is at fault when the plan is not kept", () => {
    expect(parseTap(["1..2", "ok 1 - only"]).faults).toEqual(["2 tests were planned and 1 ran."]);
    expect(parseTap(["1..1", "ok 1 - a", "ok 2 - b"]).faults).toEqual(["1 tests were planned and 2 ran."]);
  });

  test("is at fault without a plan", () => {
    expect(parseTap(["ok 1 - a"]).faults).toEqual(["There is no plan: begin with `select plan(n);`."]);
  });

  test("is at fault when tests are missing in between", () => {
    expect(parseTap(["1..2", "ok 1 - a", "ok 3 - c"]).faults).toEqual(["Test 3 arrived as number 2."]);
  });

  test("is at fault when the run bailed out", () => {
    expect(parseTap(["1..1", "ok 1 - a", "Bail out! no database"]).faults).toEqual(["Bail out! no database"]);
  });

  test("counts a subtest once", () => {
    expect(
      outcomes(["1..1", "    ok 1 - inner", "    not ok 2 - inner", "    1..2", "ok 1 - outer"]),
    ).toEqual(["passed"]);
  });

  test("that skips everything is one skipped test", () => {
    expect(parseTap(["1..0 # SKIP not on this server"])).toEqual({
      results: [{ outcome: "skipped", description: "SKIP not on this server", diagnostics: [] }],
      faults: [],
    });
  });
});
