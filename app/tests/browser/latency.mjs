// How quick the map is: `node latency.mjs PACK`. Prints one line of JSON; nothing in it is asserted, as machines differ.

import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { browser, open, percentile, serve } from './harness.mjs';

const CLIENTS = 50;
const ASKED = 2_000;
const MANY = 10_000;
const DRAGS = 400;

const server = await serve(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });

/** One request; resolves to milliseconds. */
function ask(path) {
  const began = performance.now();
  return new Promise((done, fail) => {
    get(server.url + path, { agent }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200
          ? done(performance.now() - began)
          : fail(new Error(`${response.statusCode} ${path}`)),
      );
    }).on('error', fail);
  });
}

/** So many requests by so many clients, each asking anew as soon as it is answered. */
async function load(count, clients, path) {
  const times = [];
  let next = 0;
  const client = async () => {
    while (next < count) times.push(await ask(path(next++)));
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
}

const json = async (path) => (await fetch(server.url + path)).json();
const memory = () => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return null;
  }
};
const spread = (times) =>
  Object.fromEntries([50, 95].map((p) => [`p${p}_ms`, Number(percentile(times, p)?.toFixed(1))]));

const pack = await json('api/pack');
const [west, south, east, north] = pack.bounds;
const measures = pack.measures.filter((m) => m.geographies.includes('area'));
const points = (await json('api/places?geography=area')).points.filter(Boolean);
const point = (at) => points[(at * 7919) % points.length];
const reach = (mode) => (at) =>
  `api/reach?lon=${point(at)[0]}&lat=${point(at)[1]}&mode=${mode}&leave=08:00&percentile=50&walk=15`;
const mixed = (at) =>
  [
    reach('transit'),
    reach('car'),
    () => 'api/pack',
    () => `api/measure?measure=${measures[at % measures.length].id}&geography=area`,
  ][at % 4](at);

const result = { pack: pack.name, areas: points.length, cells: pack.live.grid.columns * pack.live.grid.rows };
const firstAsk = performance.now();
await ask(reach('transit')(0));
result.first_answer_of_an_hour_ms = Number((performance.now() - firstAsk).toFixed(0));
await ask(reach('car')(0));
result.one_client = {
  transit: spread(await load(300, 1, reach('transit'))),
  car: spread(await load(300, 1, reach('car'))),
};
result.fifty_clients = {
  transit: spread(await load(ASKED, CLIENTS, reach('transit'))),
  mixed: spread(await load(ASKED, CLIENTS, mixed)),
};
const before = memory();
await load(MANY, CLIENTS, mixed);
result.memory_mb = { before: Math.round(before), after_10000_requests: Math.round(memory()) };
await load(MANY, CLIENTS, mixed);
result.memory_mb.after_20000_requests = Math.round(memory());

const chrome = await browser();
const link = `${server.url}?tab=reach&lon=${(west + east) / 2}&lat=${(south + north) / 2}&walk=15`;
const { page } = await open(chrome, link, { width: 1280, height: 860 });
await page.waitForFunction(
  () => document.querySelector('.sentence')?.textContent?.startsWith('Within') ?? false,
  null,
  { timeout: 120_000 },
);
result.first_contentful_paint_ms = await page.evaluate(() =>
  Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime),
);
await page.evaluate(() => performance.clearMeasures());
const box = await page.locator('.maps').boundingBox();
const at = await page.locator('.live-point').boundingBox();
await page.mouse.move(at.x + 17, at.y + 17);
await page.mouse.down();
for (let step = 0; step < DRAGS; step++) {
  const turn = (step / DRAGS) * 4 * Math.PI;
  await page.mouse.move(
    box.x + box.width * (0.5 + 0.3 * Math.sin(turn)),
    box.y + box.height * (0.5 + 0.3 * Math.cos(1.7 * turn)),
  );
  await page.waitForTimeout(16);
}
await page.mouse.up();
await page.waitForTimeout(500);
const paints = await page.evaluate(() => performance.getEntriesByName('drag-to-paint').map((e) => e.duration));
result.drag_to_paint = { paints: paints.length, ...spread(paints) };
await chrome.close();
await server.stop();
console.log(JSON.stringify(result, null, 2));
