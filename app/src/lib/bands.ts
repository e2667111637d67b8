// Travel-time bands as a picture: minutes between the middles of cells are interpolated, then cut at the bands.

/** A cell that is not reached, or holds no street. */
export const NOT_REACHED = 255;
/** Pixels to a cell each way. */
export const FINENESS = 8;

/** From near to far; each is told from the next by lightness, in any kind of colour sight and in grey print. */
export const BAND_COLOURS = ['#1b4270', '#34809c', '#6fb3ac', '#d8dfae'];
const OPACITY = [225, 215, 205, 195];

function channels(colour: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** By minute, red, green, blue and opacity. */
function colourOfMinutes(bands: readonly number[]): Uint8ClampedArray {
  const table = new Uint8ClampedArray(256 * 4);
  for (let minute = 0; minute < NOT_REACHED; minute++) {
    const band = bands.findIndex((most) => minute <= most);
    if (band < 0) continue;
    table.set([...channels(BAND_COLOURS[band] ?? '#000000'), OPACITY[band] ?? 200], minute * 4);
  }
  return table;
}

/** Fills `pixels` (red, green, blue, opacity; FINENESS² for each cell) from minutes by cell. */
export function paint(
  cells: ArrayLike<number>,
  columns: number,
  rows: number,
  bands: readonly number[],
  pixels: Uint8ClampedArray,
): void {
  const colour = colourOfMinutes(bands);
  const width = columns * FINENESS;
  pixels.fill(0);
  for (let y = 0; y < rows * FINENESS; y++) {
    const cellY = (y + 0.5) / FINENESS - 0.5;
    const top = Math.max(0, Math.floor(cellY));
    const bottom = Math.min(rows - 1, top + 1);
    const down = Math.min(1, Math.max(0, cellY - top));
    for (let x = 0; x < width; x++) {
      const cellX = (x + 0.5) / FINENESS - 0.5;
      const left = Math.max(0, Math.floor(cellX));
      const right = Math.min(columns - 1, left + 1);
      const across = Math.min(1, Math.max(0, cellX - left));
      let weight = 0;
      let sum = 0;
      const a = cells[top * columns + left] as number;
      if (a !== NOT_REACHED) {
        const w = (1 - across) * (1 - down);
        weight += w;
        sum += w * a;
      }
      const b = cells[top * columns + right] as number;
      if (b !== NOT_REACHED) {
        const w = across * (1 - down);
        weight += w;
        sum += w * b;
      }
      const c = cells[bottom * columns + left] as number;
      if (c !== NOT_REACHED) {
        const w = (1 - across) * down;
        weight += w;
        sum += w * c;
      }
      const d = cells[bottom * columns + right] as number;
      if (d !== NOT_REACHED) {
        const w = across * down;
        weight += w;
        sum += w * d;
      }
      // Half of what is around must be reached: where nobody gets, as over water, nothing is coloured.
      if (weight < 0.5) continue;
      const from = Math.ceil(sum / weight - 1e-9) * 4;
      const to = (y * width + x) * 4;
      pixels[to] = colour[from] as number;
      pixels[to + 1] = colour[from + 1] as number;
      pixels[to + 2] = colour[from + 2] as number;
      pixels[to + 3] = colour[from + 3] as number;
    }
  }
}
