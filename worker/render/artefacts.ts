/** A band is at least so wide; the narrower ones of an even 8-bit gradient are no bands. */
const SHORTEST_BAND = 6;
/** Luma within a band may differ so much, as what JPEG leaves of a flat one does. */
const FLATNESS = 1;
/** An edge between bands is a jump of so many levels within so many pixels; a larger one is drawn on purpose. */
const LEAST_JUMP = 2;
const LARGEST_JUMP = 16;
const JUMP_WIDTH = 3;

/**
 * How much of a picture is a staircase where a gradient should be: the share of its rows' or its columns' pixels, whichever is
 * larger, that lie in a band: six or more pixels of one luma (± 1 level) between two jumps of 2 to 16 levels in the same direction,
 * each within 3 px. Range: 0 (none) to 1 (all of it). An even 8-bit gradient has steps of one level, and a dithered one no flat
 * runs: neither counts. Bands of colour alone, without luma, do not count: the eye hardly sees them.
 * Source: own, after the idea of CAMBI (Tandon et al., "CAMBI: Contrast-aware multiscale banding index", PCS 2021): flat areas on
 * both sides of a step just large enough to be seen.
 * @param rows luma of rows spread over the picture
 */
export function banding(rows: Uint8Array[], columns: Uint8Array[]): number {
  return Math.max(bandedShare(rows), bandedShare(columns));
}

function bandedShare(lines: Uint8Array[]): number {
  let banded = 0;
  let all = 0;
  for (const line of lines) {
    banded += bandedPixels(line);
    all += line.length;
  }
  return all === 0 ? 0 : banded / all;
}

function bandedPixels(line: Uint8Array): number {
  let banded = 0;
  // The last band: where it ends, its length, its last value, and the direction of the jump into it, 0 where that was none.
  let end = -JUMP_WIDTH;
  let size = 0;
  let last = 0;
  let into = 0;
  for (let from = 0; from < line.length; ) {
    const value = line[from] as number;
    let to = from + 1;
    while (to < line.length && Math.abs((line[to] as number) - value) <= FLATNESS) to += 1;
    if (to - from < SHORTEST_BAND) {
      from += 1;
      continue;
    }
    const jump = value - last;
    const height = Math.abs(jump);
    const isEdge = from - end < JUMP_WIDTH && height >= LEAST_JUMP && height <= LARGEST_JUMP;
    const direction = isEdge ? Math.sign(jump) : 0;
    if (direction !== 0 && direction === into) banded += size;
    end = to;
    size = to - from;
    last = line[to - 1] as number;
    into = direction;
    from = to;
  }
  return banded;
}

const BLOCK = 8;
/** A step that can be seen stands out from those beside it by so many levels, and by so many beyond doubt. */
const LEAST_STEP = 2;
const PLAIN_STEP = 8;
/** How visible a step is, in eighths, by how far it stands out; looked up, as nothing foretells which branch to take. */
const VISIBILITY = Uint8Array.from({ length: 511 }, (_, index) => {
  const excess = index - 255;
  return excess < LEAST_STEP ? 0 : Math.min(PLAIN_STEP, excess);
});

/**
 * How visible the 8 × 8 blocks of JPEG are: how far luma steps at block borders stand out from the steps beside them (0 up to 2
 * levels, 1 from 8 levels on), on average over all places of all borders, less what it is elsewhere; the mean of vertical and
 * horizontal borders. Range: 0 (no grid of 8 px) to 1 (a plain step at every place of every border). The grid may begin anywhere,
 * so blocks that a source brought along show too, unless it was scaled. A drawn pattern with a period of 8 px counts as blocks.
 * Source: own, after Wang, Sheikh and Bovik, "No-reference perceptual quality assessment of JPEG compressed images", ICIP 2002
 * (differences across block borders against those within blocks), bounded, so that one strong edge that happens to lie on a border
 * counts for no more than its length.
 * @param rows luma of rows spread over the picture
 */
export function blockiness(rows: Uint8Array[], columns: Uint8Array[]): number {
  return (gridVisibility(rows) + gridVisibility(columns)) / 2;
}

/** The mean visibility at each of the eight offsets that a grid may have: the greatest less the median. */
function gridVisibility(lines: Uint8Array[]): number {
  const sums = new Float64Array(BLOCK);
  const counts = new Float64Array(BLOCK);
  for (const line of lines) addSteps(line, sums, counts);
  const means = sums.map((sum, offset) => sum / PLAIN_STEP / Math.max(1, counts[offset] as number)).sort();
  return (means[BLOCK - 1] as number) - ((means[3] as number) + (means[4] as number)) / 2;
}

function addSteps(line: Uint8Array, sums: Float64Array, counts: Float64Array): void {
  if (line.length < 4) return;
  let here = line[2] as number;
  let before = Math.abs((line[1] as number) - (line[0] as number));
  let step = Math.abs(here - (line[1] as number));
  for (let at = 2; at < line.length - 1; at++) {
    const next = line[at + 1] as number;
    const after = Math.abs(next - here);
    const offset = at & (BLOCK - 1);
    sums[offset] = (sums[offset] as number) + (VISIBILITY[step - Math.max(before, after) + 255] as number);
    counts[offset] = (counts[offset] as number) + 1;
    before = step;
    step = after;
    here = next;
  }
}
