import { describe, expect, it } from 'vitest';
import { events, type Places } from '../src/lib/api';
import { BAND_COLOURS, FINENESS, NOT_REACHED, paint } from '../src/lib/bands';
import { find } from '../src/lib/find';
import { Latest } from '../src/lib/latest';
import { csv } from '../src/lib/save';

const places = (geography: string, rows: [string, string][]): Places => ({
  geography,
  codes: rows.map((r) => r[0]),
  names: rows.map((r) => r[1]),
  points: rows.map(() => null),
  groups: rows.map(() => ''),
  place_of: rows.map((_, at) => at),
});

describe('finding places', () => {
  const all = [
    places('area', [
      ['W01', 'Caerleon 1'],
      ['W02', 'St. Julians 2'],
      ['W03', 'Pontypŵl Road'],
    ]),
    places('ward', [['W05', 'Caerleon']]),
  ];

  it('takes codes and beginnings of names first', () => {
    expect(find('caerleon', all).map((f) => f.code)).toEqual(['W05', 'W01']);
    expect(find('w02', all).map((f) => f.name)).toEqual(['St. Julians 2']);
  });

  it('finds words within names, and names with and without accents', () => {
    expect(find('julians', all)).toHaveLength(1);
    expect(find('pontypwl', all)).toHaveLength(1);
  });

  it('says nothing to a single letter or an unknown name', () => {
    expect(find('c', all)).toEqual([]);
    expect(find('nowhere', all)).toEqual([]);
  });
});

describe('events of a sweep', () => {
  it('keeps what is not whole yet', () => {
    const told = events('data: {"event":"progress","done":1,"all":2}\n\n:\n\ndata: {"ev');
    expect(told.events).toEqual([{ event: 'progress', done: 1, all: 2 }]);
    expect(told.rest).toBe('data: {"ev');
  });
});

describe('bands', () => {
  const bands = [15, 30, 45, 60];
  const pixel = (cells: number[], columns: number, x: number, y: number) => {
    const rows = cells.length / columns;
    const pixels = new Uint8ClampedArray(cells.length * FINENESS * FINENESS * 4);
    paint(cells, columns, rows, bands, pixels);
    const at = (y * columns * FINENESS + x) * 4;
    return [...pixels.slice(at, at + 4)];
  };
  const hex = (rgba: number[]) =>
    `#${rgba
      .slice(0, 3)
      .map((v) => v.toString(16).padStart(2, '0'))
      .join('')}`;

  it('colours a cell by its own minutes in its middle', () => {
    for (const [at, minutes] of [10, 30, 31, 59].entries()) {
      const colour = hex(pixel([minutes], 1, 4, 4));
      expect(colour).toBe([BAND_COLOURS[0], BAND_COLOURS[1], BAND_COLOURS[2], BAND_COLOURS[3]][at]);
    }
  });

  it('leaves out what is not reached, and what lies beyond the last band', () => {
    expect(pixel([NOT_REACHED], 1, 4, 4)[3]).toBe(0);
    expect(pixel([61], 1, 4, 4)[3]).toBe(0);
  });

  it('cuts between two middles where the minutes between them say so', () => {
    // From 0 at the middle of the left cell to 60 at that of the right one: 15 is a quarter of the way.
    const row = Array.from({ length: FINENESS }, (_, i) => hex(pixel([0, 60], 2, FINENESS / 2 + i, 4)));
    expect(row.indexOf(BAND_COLOURS[1] as string)).toBe(2);
  });
});

describe('the latest question', () => {
  it('passes over what was wanted in between', async () => {
    const asked: number[] = [];
    const open: (() => void)[] = [];
    const latest = new Latest<number>((question) => {
      asked.push(question);
      return new Promise((done) => open.push(done));
    });
    for (const question of [1, 2, 3]) latest.want(question);
    expect(asked).toEqual([1]);
    open.shift()?.();
    await new Promise((done) => setTimeout(done));
    expect(asked).toEqual([1, 3]);
  });
});

describe('CSV', () => {
  it('quotes what needs it and nothing else', () => {
    expect(csv([['a', 'b, "c"', null, 1.5]])).toBe('a,"b, ""c""",,1.5\n');
  });
});
