import { describe, expect, it } from 'vitest';
import { read, START, write } from '../src/lib/view.svelte';

describe('the link to a view', () => {
  it('is bare at the start', () => {
    expect(write(START)).toBe('/');
    expect(read('')).toEqual(START);
  });

  it('restores every part of it', () => {
    const view = {
      ...START,
      tab: 'reach' as const,
      measure: 'no_car',
      geography: 'ward',
      compare: 'imd-rank',
      layout: 'side' as const,
      swipe: 30,
      outlines: false,
      table: true,
      place: 'W05001234',
      lon: -2.99812,
      lat: 51.58123,
      mode: 'car' as const,
      date: '2024-03-06',
      leave: '06:15',
      percentile: 90,
      walk: 15,
      to: '-2.99,51.58',
      live: 'good-jobs,45',
      zoom: 11.25,
      east: -3.001,
      north: 51.6,
    };
    expect(read(write(view).slice(1))).toEqual(view);
  });

  it('leaves out what makes no sense', () => {
    const wrong =
      '?tab=admin&mode=rocket&leave=25:00&lon=500&lat=x&date=tomorrow&measure=<script>&to=1;2&live=a&swipe=900&place=%00';
    expect(read(wrong)).toEqual(START);
  });
});
