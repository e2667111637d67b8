// What the map asks of the server. The types come from openapi.json, which a test holds against the server.
import type { components } from './schema';

type Schemas = components['schemas'];
export type Pack = Schemas['PackAnswer'];
export type Places = Schemas['PlacesAnswer'];
export type Measure = Schemas['MeasureAnswer'];
export type Place = Schemas['PlaceAnswer'];
export type Reach = Schemas['ReachAnswer'];
export type Journey = Schemas['JourneyAnswer'];
export type Live = Schemas['LiveOffered'];
export type Fault = Schemas['FaultBody'];
export type SweepEvent = Schemas['SweepEvent'];
export type SweepQuestion = Schemas['SweepQuestion'];
export type TravelMode = Schemas['TravelMode'];

/** An answer that is none, in plain words. */
export class Unanswered extends Error {
  constructor(
    readonly problem: string,
    readonly hint: string,
  ) {
    super(problem);
  }
}

const GONE = new Unanswered(
  'The map has lost touch with Lynchpin.',
  'Look whether lynchpin serve is still running, start it again if not, then reload this page.',
);

type Parts = Record<string, string | number | undefined>;

export function address(path: string, parts: Parts): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  return `${path}?${query}`;
}

async function said(response: Response): Promise<Unanswered> {
  try {
    const fault = (await response.json()) as Fault;
    return new Unanswered(fault.problem, fault.hint);
  } catch {
    return new Unanswered('Lynchpin gave no answer.', 'Reload the page and try again.');
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw GONE;
  }
  if (!response.ok) throw await said(response);
  return response;
}

async function get<T>(path: string, parts: Parts, signal?: AbortSignal): Promise<T> {
  const response = await send(address(path, parts), signal ? { signal } : {});
  return (await response.json()) as T;
}

export const pack = () => get<Pack>('/api/pack', {});
export const places = (geography: string) => get<Places>('/api/places', { geography });
export const measure = (id: string, geography: string, signal?: AbortSignal) =>
  get<Measure>('/api/measure', { measure: id, geography }, signal);
export const place = (code: string, signal?: AbortSignal) => get<Place>('/api/place', { code }, signal);
export const reach = (parts: Parts, signal: AbortSignal) => get<Reach>('/api/reach', parts, signal);
export const journey = (parts: Parts, signal: AbortSignal) => get<Journey>('/api/journey', parts, signal);

/** Asks about every neighbourhood and hands on each event; aborting stops the work. */
export async function sweep(
  question: SweepQuestion,
  signal: AbortSignal,
  hear: (event: SweepEvent) => void,
): Promise<void> {
  const response = await send('/api/sweep', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw GONE;
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const told = events(rest + value);
    rest = told.rest;
    for (const event of told.events) hear(event as SweepEvent);
  }
}

/** Splits what has come in into whole events and the rest. */
export function events(text: string): { events: unknown[]; rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const data = (block: string) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trimStart())
      .join('\n');
  return {
    events: blocks
      .map(data)
      .filter((d) => d !== '')
      .map((d) => JSON.parse(d)),
    rest,
  };
}
