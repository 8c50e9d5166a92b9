import { expect, test } from "vitest";
import { contrast, isHexColor, labToHex, parseHex, rgbToLab, toHex } from "../../../worker/render/color.ts";

// Published values: Bruce Lindbloom's for Lab (D65), WebAIM's for contrast.
test.each([
  ["#FF0000", 53.2408, 80.0925, 67.2032],
  ["#00FF00", 87.7347, -86.1827, 83.1793],
  ["#FFFFFF", 100, 0, 0],
  ["#000000", 0, 0, 0],
])("%s in Lab", (hex, l, a, b) => {
  const lab = rgbToLab(parseHex(hex));
  expect(lab[0]).toBeCloseTo(l, 3);
  expect(lab[1]).toBeCloseTo(a, 2);
  expect(lab[2]).toBeCloseTo(b, 2);
});

test.each([
  ["#FFFFFF", "#000000", 21],
  ["#FFFFFF", "#595959", 7.0047],
  ["#FFFFFF", "#777777", 4.478],
])("contrast of %s and %s", (one, other, ratio) => {
  expect(contrast(parseHex(one), parseHex(other))).toBeCloseTo(ratio, 3);
  expect(contrast(parseHex(other), parseHex(one))).toBeCloseTo(ratio, 3);
});

test("a colour survives the way to Lab and back", () => {
  for (let value = 0; value < 0x1000000; value += 4099) {
    const hex = toHex([value >> 16, (value >> 8) & 255, value & 255]);
    expect(labToHex(rgbToLab(parseHex(hex)))).toBe(hex);
  }
});

test.each([["#12345"], ["123456"], ["#GG0000"], ["red"], ["#1234567"], [7], [null]])(
  "%s is no colour",
  (value) => {
    expect(isHexColor(value)).toBe(false);
  },
);
