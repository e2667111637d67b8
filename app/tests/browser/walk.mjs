// Walks through the app as a person would, in a real Chromium: `node walk.mjs PACK`. Screenshots are kept in $LYNCHPIN_ARTEFACTS.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { artefacts, browser, open, percentile, serve, violations } from './harness.mjs';

const WIDE = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };
/** Slow machines need patience; a person's aims are measured by latency.mjs. */
const PATIENCE = 60_000;

const pack = process.argv[2];
const server = await serve(pack);
const chrome = await browser();
const steps = [];
let shots = 0;

let last;
async function step(name, work) {
  const began = Date.now();
  try {
    await work();
  } catch (error) {
    await last?.screenshot({ path: path.join(artefacts, 'failed.png') }).catch(() => {});
    throw new Error(`at the step “${name}”: ${error.message}`, { cause: error });
  }
  steps.push(name);
  console.log(`  ok  ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}
const shot = (page, name) =>
  page.screenshot({ path: path.join(artefacts, `${String(++shots).padStart(2, '0')}-${name}.png`) });
const clean = async (page, what) => assert.deepEqual(await violations(page), [], `axe-core on ${what}`);

/** Waits until the map says that nothing moves and all tiles are there. */
async function still(page) {
  await page.waitForSelector('.maplibregl-canvas', { timeout: PATIENCE });
  await page.waitForFunction(() => document.querySelector('[data-map="idle"]') !== null, null, { timeout: PATIENCE });
}

async function save(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: PATIENCE }), click()]);
  const file = path.join(artefacts, download.suggestedFilename());
  await download.saveAs(file);
  return readFileSync(file);
}

try {
  const { page, faults, context } = await open(chrome, server.url, WIDE);
  page.setDefaultTimeout(PATIENCE);
  last = page;
  const tab = (name) => page.getByRole('navigation', { name: 'What to do' }).getByRole('button', { name }).click();

  await step('the page is shown, then the map', async () => {
    await page.waitForSelector('.legend li');
    await still(page);
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    console.log(`      first contentful paint after ${paint?.toFixed(0)} ms`);
    await shot(page, 'look');
    await clean(page, 'look');
  });

  await step('a measure is chosen', async () => {
    const before = await page.locator('.legend h3').first().textContent();
    await page.getByLabel('Measure').selectOption('no_car');
    await page.waitForFunction((b) => document.querySelector('.legend h3')?.textContent !== b, before);
    await still(page);
    await shot(page, 'measure');
  });

  await step('a ward map, with its borders', async () => {
    await page.getByLabel('Geography').selectOption('ward');
    await page.waitForFunction(() => /wards|places/.test(document.querySelector('.legend')?.textContent ?? ''));
    await still(page);
    await shot(page, 'wards');
    await page.getByLabel('Geography').selectOption('area');
  });

  await step('two measures are compared, by swipe and side by side', async () => {
    await page.getByLabel('Compare with').selectOption({ index: 1 });
    await page.waitForFunction(() => document.querySelectorAll('.maplibregl-canvas').length === 2);
    await page.getByRole('slider', { name: 'Swipe' }).fill('30');
    await page.waitForTimeout(500);
    await still(page);
    await shot(page, 'swipe');
    await clean(page, 'swipe');
    await page.getByLabel('side by side').check();
    await page.waitForTimeout(500);
    await shot(page, 'side-by-side');
    await page.getByLabel('Compare with').selectOption('');
    await page.waitForFunction(() => document.querySelectorAll('.maplibregl-canvas').length === 1);
  });

  let code = '';
  await step('a neighbourhood is clicked and tells of itself', async () => {
    await still(page);
    const box = await page.locator('.maps').boundingBox();
    for (const [x, y] of [
      [0.3, 0.35],
      [0.45, 0.3],
      [0.5, 0.5],
      [0.35, 0.6],
    ]) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      try {
        await page.waitForSelector('.panel h2[tabindex="-1"]', { timeout: 8_000 });
        break;
      } catch {
        // Water: try elsewhere.
      }
    }
    const heading = await page.locator('.panel h2[tabindex="-1"]').textContent();
    code = /\((\S+)\)$/.exec(heading)[1];
    assert.ok((await page.locator('.panel table').count()) >= 2, 'it has tables');
    await shot(page, 'place');
    await clean(page, 'place');
  });

  await step('a place is found by keyboard', async () => {
    const field = page.getByRole('combobox', { name: 'Find a place' });
    await field.focus();
    await page.keyboard.type(code);
    await page.waitForSelector('[role="option"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (c) => document.querySelector('.panel h2[tabindex="-1"]')?.textContent?.includes(c),
      code,
    );
  });

  await step('the live point is dragged across the estuary', async () => {
    await page.getByRole('button', { name: 'What can be reached from here' }).click();
    await page.waitForSelector('.sentence:not(:empty)');
    await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.startsWith('Within'), null, {
      timeout: PATIENCE,
    });
    await page.waitForTimeout(600);
    const before = await page.locator('.sentence').textContent();
    await shot(page, 'reach');
    const point = await page.locator('.live-point').boundingBox();
    const [x, y] = [point.x + point.width / 2, point.y + point.height / 2];
    const box = await page.locator('.maps').boundingBox();
    const south = y < box.y + box.height / 2;
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let at = 1; at <= 40; at++) {
      await page.mouse.move(x + at * 2, y + (south ? 1 : -1) * at * 7);
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
    await page.waitForFunction((b) => document.querySelector('.sentence')?.textContent !== b, before, {
      timeout: PATIENCE,
    });
    const measured = await page.evaluate(() => performance.getEntriesByName('drag-to-paint').map((e) => e.duration));
    console.log(
      `      drag to paint: ${measured.length} paints, p50 ${percentile(measured, 50)?.toFixed(0)} ms, p95 ${percentile(measured, 95)?.toFixed(0)} ms`,
    );
    await shot(page, 'dragged');
    await clean(page, 'live reach');
  });

  await step('the point is moved by keyboard', async () => {
    const link = page.url();
    await page.locator('.live-point').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForFunction((l) => location.href !== l, link);
  });

  await step('the hour is changed by keyboard', async () => {
    await page.getByRole('slider', { name: /Leave from/ }).focus();
    for (let at = 0; at < 8; at++) await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      () => document.querySelector('.sentence')?.textContent?.includes('leaving from 06:00'),
      null,
      { timeout: PATIENCE },
    );
    await shot(page, 'early');
  });

  await step('car against bus', async () => {
    await page.getByLabel('car', { exact: true }).check();
    await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.includes('by car'), null, {
      timeout: PATIENCE,
    });
    await shot(page, 'car');
    await page.getByLabel('bus and train').check();
    await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.includes('by bus'), null, {
      timeout: PATIENCE,
    });
  });

  await step('the way to a workplace is told', async () => {
    await page.getByLabel('Destination').selectOption({ index: 1 });
    await page.waitForSelector('ol.legs li', { timeout: PATIENCE });
    await shot(page, 'journey');
  });

  await step('the question is asked of every neighbourhood', async () => {
    await page.getByRole('button', { name: 'Map it for every neighbourhood' }).click();
    await page.waitForSelector('text=This map was asked live', { timeout: PATIENCE });
    await still(page);
    await shot(page, 'everywhere');
    await page.getByRole('button', { name: 'Back to the measures of the pack' }).click();
  });

  await step('the table is opened and sorted by keyboard', async () => {
    const toggle = page.getByRole('button', { name: 'Show as a table' });
    await toggle.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.table-stage tbody tr');
    const rows = await page.locator('.table-stage tbody tr').count();
    assert.ok(rows >= 50, `${rows} rows`);
    const first = await page.locator('.table-stage tbody th').first().textContent();
    await page.locator('.table-stage thead button').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((f) => document.querySelector('.table-stage tbody th')?.textContent !== f, first);
    await shot(page, 'table');
    await clean(page, 'table');
  });

  let link = '';
  await step('everything is taken away', async () => {
    await tab('Take away');
    link = await page.getByLabel('Link to this view').inputValue();
    const csv = (await save(page, () => page.getByRole('link', { name: 'Data as CSV' }).click())).toString();
    assert.match(csv, /^code,name,group,no_car/);
    const areas = csv.trim().split('\n').length - 1;
    const geojson = JSON.parse(await save(page, () => page.getByRole('link', { name: /GeoJSON/ }).click()));
    assert.equal(geojson.features.length, areas);
    const xlsx = await save(page, () => page.getByRole('link', { name: /workbook/ }).click());
    assert.equal(xlsx.subarray(0, 2).toString(), 'PK');
    const svg = (await save(page, () => page.getByRole('link', { name: /SVG/ }).click())).toString();
    assert.match(svg, /^<svg/);
    const png = await save(page, () => page.getByRole('button', { name: /PNG/ }).click());
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    await clean(page, 'take it away');
  });

  await step('the link restores the view', async () => {
    const again = await open(chrome, link, WIDE);
    await again.page.waitForSelector('.table-stage tbody tr', { timeout: PATIENCE });
    assert.equal(await again.page.getByLabel('Link to this view').inputValue(), link);
    assert.match(await again.page.locator('.table-stage caption').textContent(), /car/i);
    assert.deepEqual(again.faults, []);
    await again.context.close();
  });

  await step('the page to print', async () => {
    const print = await open(chrome, `${server.url}place/${code}.html`, WIDE);
    assert.match(await print.page.locator('h1').textContent(), new RegExp(code));
    await clean(print.page, 'the page to print');
    assert.deepEqual(print.faults, []);
    await print.context.close();
  });

  await step('nothing went wrong on the way', async () => {
    assert.deepEqual(faults, []);
    await context.close();
  });

  await step('on a phone', async () => {
    const phone = await open(chrome, server.url, PHONE);
    await phone.page.waitForSelector('.legend li', { timeout: PATIENCE });
    await still(phone.page);
    for (const name of ['Look', 'Ask a place', 'Live reach', 'Take away']) {
      await phone.page.getByRole('navigation', { name: 'What to do' }).getByRole('button', { name }).click();
      await phone.page.waitForTimeout(400);
      const width = await phone.page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(width <= PHONE.width, `${name} is ${width} pixels wide`);
      await clean(phone.page, `${name} on a phone`);
      await shot(phone.page, `phone-${name.toLowerCase().replaceAll(' ', '-')}`);
    }
    assert.deepEqual(phone.faults, []);
    await phone.context.close();
  });
} finally {
  await chrome.close();
  await server.stop();
}
console.log(`${steps.length} steps, ${shots} screenshots in ${artefacts}`);
