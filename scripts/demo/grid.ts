/** A picture's shape, by its pixels. */
interface Shape {
  readonly width: number;
  readonly height: number;
}

/** Where a picture stands in its row. */
export interface Cell<P> {
  readonly picture: P;
  readonly left: number;
  readonly width: number;
}

/** Pictures side by side, all of one height. */
export interface GridRow<P> {
  readonly height: number;
  readonly cells: readonly Cell<P>[];
}

/** How many times as wide as it is high a row of pictures looks best. */
const rowAspect = 4.3;
const tallest = 640;

const aspect = ({ width, height }: Shape) => width / height;
const sum = (pictures: readonly Shape[]) => pictures.reduce((total, one) => total + aspect(one), 0);

/** Sets pictures in rows that are all as wide as the page, the upright ones first, as even in height as they can be. */
export function setInRows<P extends Shape>(pictures: readonly P[], width: number, gap: number): GridRow<P>[] {
  const rest = pictures.toSorted((one, other) => aspect(one) - aspect(other));
  const rows: P[][] = [];
  for (let left = Math.max(1, Math.round(sum(rest) / rowAspect)); rest.length > 0; left -= 1) {
    const share = sum(rest) / left;
    const row = rest.splice(0, 1);
    const isNearer = (next: P) => Math.abs(sum(row) + aspect(next) - share) < Math.abs(sum(row) - share);
    while (rest[0] && (left === 1 || isNearer(rest[0]))) row.push(...rest.splice(0, 1));
    rows.push(row);
  }
  return rows.map((row) => {
    const height = Math.min(tallest, Math.floor((width - gap * (row.length - 1)) / sum(row)));
    let left = 0;
    const cells = row.map((picture) => {
      const cell = { picture, left, width: Math.round(height * aspect(picture)) };
      left += cell.width + gap;
      return cell;
    });
    return { height, cells };
  });
}
