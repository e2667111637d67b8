// What is on the screen, and the link that restores it.
import type { TravelMode } from './api';

export const TABS = ['look', 'place', 'reach', 'take'] as const;
export type Tab = (typeof TABS)[number];

export interface View {
  tab: Tab;
  measure: string;
  geography: string;
  /** A second measure, or nothing. */
  compare: string;
  layout: 'swipe' | 'side';
  /** Where the second map begins, per cent of the width. */
  swipe: number;
  outlines: boolean;
  table: boolean;
  place: string;
  lon: number;
  lat: number;
  mode: TravelMode;
  date: string;
  leave: string;
  percentile: number;
  walk: number;
  /** Where the way is told to, `lon,lat`, or nothing. */
  to: string;
  /** What is mapped live from every neighbourhood, `column,minutes`, or nothing. */
  live: string;
  zoom: number;
  east: number;
  north: number;
}

export const START: View = {
  tab: 'look',
  measure: '',
  geography: 'area',
  compare: '',
  layout: 'swipe',
  swipe: 50,
  outlines: true,
  table: false,
  place: '',
  lon: Number.NaN,
  lat: Number.NaN,
  mode: 'transit',
  date: '',
  leave: '08:00',
  percentile: 50,
  walk: 0,
  to: '',
  live: '',
  zoom: 0,
  east: 0,
  north: 0,
};

const MODES: readonly string[] = ['transit', 'car', 'cycle', 'walk'];

/** What a link says; whatever in it makes no sense is left as at the start. */
export function read(search: string): View {
  const query = new URLSearchParams(search);
  const view: View = { ...START };
  const text = (name: 'measure' | 'geography' | 'compare' | 'place' | 'to' | 'live', shape: RegExp) => {
    const value = query.get(name);
    if (value !== null && shape.test(value)) view[name] = value;
  };
  const name = /^[\p{L}\p{N}_.:-]{1,120}$/u;
  text('measure', name);
  text('geography', name);
  text('compare', name);
  text('place', name);
  text('to', /^-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?$/);
  text('live', /^[a-z0-9_-]{1,60},\d{1,3}$/);
  const number = (
    key: 'swipe' | 'lon' | 'lat' | 'percentile' | 'walk' | 'zoom' | 'east' | 'north',
    least: number,
    most: number,
  ) => {
    const value = Number.parseFloat(query.get(key) ?? '');
    if (value >= least && value <= most) view[key] = value;
  };
  number('swipe', 0, 100);
  number('lon', -180, 180);
  number('lat', -85, 85);
  number('percentile', 0, 100);
  number('walk', 1, 240);
  number('zoom', 0, 22);
  number('east', -180, 180);
  number('north', -85, 85);
  const tab = query.get('tab');
  if (tab && (TABS as readonly string[]).includes(tab)) view.tab = tab as Tab;
  const mode = query.get('mode');
  if (mode && MODES.includes(mode)) view.mode = mode as TravelMode;
  const date = query.get('date') ?? '';
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) view.date = date;
  const leave = query.get('leave') ?? '';
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(leave)) view.leave = leave;
  if (query.get('layout') === 'side') view.layout = 'side';
  if (query.get('outlines') === 'no') view.outlines = false;
  if (query.get('table') === 'yes') view.table = true;
  return view;
}

/** The link for a view: only what differs from the start. */
export function write(view: View): string {
  const query = new URLSearchParams();
  const round = (value: number, digits: number) => String(Number(value.toFixed(digits)));
  for (const key of Object.keys(START) as (keyof View)[]) {
    const value = view[key];
    if (Object.is(value, START[key])) continue;
    if (typeof value === 'boolean') query.set(key, value ? 'yes' : 'no');
    else if (typeof value === 'number') query.set(key, round(value, key === 'zoom' ? 2 : key === 'swipe' ? 0 : 5));
    else query.set(key, value);
  }
  const text = query.toString();
  return text === '' ? '/' : `/?${text}`;
}

export const view: View = $state(read(globalThis.location?.search ?? ''));
