import { describe, expect, test } from "vitest";
import { clearSpace, coveredShare, intrusions } from "../../../worker/render/boxes.ts";

const canvas = { width: 1000, height: 1000, safe_zone: { top: 100, right: 50, bottom: 200, left: 50 } };
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe("clear space", () => {
  const logo = box(400, 400, 200, 100);

  test("is the distance to the nearest other layer, on whichever side", () => {
    expect(clearSpace(logo, [box(400, 530, 200, 50)], canvas)).toBe(30);
    expect(clearSpace(logo, [box(100, 420, 280, 50), box(400, 530, 200, 50)], canvas)).toBe(20);
  });

  test("is 0 where another layer touches it or lies over it", () => {
    expect(clearSpace(logo, [box(600, 400, 50, 100)], canvas)).toBe(0);
    expect(clearSpace(logo, [box(550, 450, 50, 100)], canvas)).toBe(0);
  });

  test("goes round corners as a margin does: the larger distance of across and down", () => {
    expect(clearSpace(logo, [box(610, 540, 50, 50)], canvas)).toBe(40);
  });

  test("ends at the edge of the canvas", () => {
    expect(clearSpace(box(40, 400, 200, 100), [], canvas)).toBe(40);
    expect(clearSpace(box(790, 880, 200, 100), [], canvas)).toBe(10);
    expect(clearSpace(box(-5, 400, 200, 100), [], canvas)).toBe(0);
  });

  test("is not ended by a ground that holds all of the logo", () => {
    expect(clearSpace(logo, [box(390, 390, 220, 120)], canvas)).toBe(400);
  });
});

describe("intrusions into the safe zone", () => {
  test("are none for a box exactly at its border", () => {
    expect(intrusions("text", box(50, 100, 900, 700), canvas)).toEqual([]);
  });

  test("are counted in pixels at each edge", () => {
    expect(intrusions("text", box(49, 97, 903, 704), canvas)).toEqual([
      { layer: "text", edge: "top", pixels: 3 },
      { layer: "text", edge: "right", pixels: 2 },
      { layer: "text", edge: "bottom", pixels: 1 },
      { layer: "text", edge: "left", pixels: 1 },
    ]);
  });
});

describe("the covered share", () => {
  const subject = box(100, 100, 200, 100);

  test("is 0 beside it, 1 where all of it is covered", () => {
    expect(coveredShare(subject, [])).toBe(0);
    expect(coveredShare(subject, [box(300, 100, 50, 50)])).toBe(0);
    expect(coveredShare(subject, [box(0, 0, 500, 500)])).toBe(1);
  });

  test("counts what several cover once", () => {
    expect(coveredShare(subject, [box(100, 100, 100, 100), box(150, 100, 100, 100)])).toBeCloseTo(0.75, 9);
    expect(coveredShare(subject, [box(100, 100, 100, 50), box(100, 150, 200, 50)])).toBeCloseTo(0.75, 9);
    expect(coveredShare(subject, [box(100, 100, 100, 50), box(100, 100, 100, 50)])).toBeCloseTo(0.25, 9);
  });
});
