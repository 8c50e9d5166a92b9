import { contrast, parseHex } from "../../worker/render/color.ts";
import type { RenderResult } from "../../worker/render/types.ts";

const leastContrast = 4.5;
const mostUpscaling = 1.5;
const mostCovered = 0.35;

/** What a person should look at in a finished picture, as its measurement tells. */
export function faultsOf({ measurement }: RenderResult): string[] {
  const { texts, logo, source, subject, safe_zone, banding, blockiness } = measurement;
  const faults: string[] = [];
  for (const text of texts) {
    if (text.overflow) faults.push(`${text.layer} too long`);
    const ratio = contrast(parseHex(text.color), parseHex(text.worst_background));
    if (ratio < leastContrast) faults.push(`${text.layer} contrast ${ratio.toFixed(1)}`);
  }
  if (logo) {
    const ratio = contrast(parseHex(logo.color), parseHex(logo.worst_background));
    if (ratio < 3) faults.push(`logo contrast ${ratio.toFixed(1)}`);
    if (logo.clear_space.observed < logo.clear_space.required) faults.push("logo crowded");
  }
  if (source && source.scale > mostUpscaling) faults.push(`enlarged ${source.scale.toFixed(1)}×`);
  if (subject?.covered && subject.covered > mostCovered)
    faults.push(`subject covered ${Math.round(subject.covered * 100)} %`);
  if (subject?.in_frame !== null && subject && subject.in_frame < 0.5)
    faults.push(`subject cut to ${Math.round(subject.in_frame * 100)} %`);
  for (const { layer, edge, pixels } of safe_zone) faults.push(`${layer} ${pixels} px into ${edge}`);
  if (banding > 0.05) faults.push(`banding ${banding.toFixed(2)}`);
  if (blockiness > 0.2) faults.push(`blocks ${blockiness.toFixed(2)}`);
  return faults;
}
