// The pictures of the README: `node pictures.mjs PACK FOLDER`.
import path from 'node:path';
import { browser, open, serve } from './harness.mjs';

const [pack, folder] = process.argv.slice(2);
const server = await serve(pack);
const chrome = await browser();
const VIEW = { width: 1180, height: 720 };

async function still(page) {
  await page.waitForSelector('[data-map="idle"]', { timeout: 60_000 });
  await page.waitForTimeout(300);
}

try {
  const { page } = await open(chrome, server.url, VIEW);
  await page.waitForSelector('.legend li');
  await still(page);
  await page.screenshot({ path: path.join(folder, 'app-look.png') });
  const places = await (await fetch(`${server.url}api/places?geography=area`)).json();
  const at = places.groups.indexOf('left behind');
  await page.goto(`${server.url}?tab=place&place=${places.codes[at]}`);
  await page.waitForSelector('.panel table');
  await still(page);
  await page.screenshot({ path: path.join(folder, 'app-place.png') });
  const [lon, lat] = places.points[at];
  await page.goto(`${server.url}?tab=reach&lon=${lon}&lat=${lat}&leave=05:30&walk=15`);
  await page.waitForFunction(
    () => document.querySelector('.sentence')?.textContent?.startsWith('Within') ?? false,
    null,
    { timeout: 60_000 },
  );
  await still(page);
  await page.screenshot({ path: path.join(folder, 'app-reach.png') });
} finally {
  await chrome.close();
  await server.stop();
}
