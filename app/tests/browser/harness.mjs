// A server on a pack and a real Chromium beside it.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

export const artefacts = process.env.LYNCHPIN_ARTEFACTS ?? 'artefacts';
mkdirSync(artefacts, { recursive: true });

/** Serves a pack on a free port; `stop` ends it. */
export async function serve(pack) {
  const program = process.env.LYNCHPIN_BIN;
  if (!program) throw new Error('LYNCHPIN_BIN names no program');
  const child = spawn(program, ['serve', pack, '--port', '0', '--no-open'], { stdio: ['ignore', 'inherit', 'pipe'] });
  // Whatever becomes of this script, the server ends with it.
  process.on('exit', () => child.kill());
  let said = '';
  const url = await new Promise((done, fail) => {
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text) => {
      said += text;
      const found = /The map: (http:\S+)/.exec(said);
      if (found) done(found[1]);
    });
    child.on('exit', (code) => fail(new Error(`lynchpin serve ended with ${code}:\n${said}`)));
  });
  return {
    url,
    pid: child.pid,
    stop: () =>
      new Promise((done) => {
        child.removeAllListeners('exit');
        child.on('exit', done);
        child.kill();
      }),
  };
}

export async function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** A page that remembers what went wrong on it: errors on the console, and anything asked of another origin. */
export async function open(chrome, url, viewport) {
  const context = await chrome.newContext({
    viewport,
    acceptDownloads: true,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const to = new URL(request.url());
    if (['http:', 'https:', 'ws:'].includes(to.protocol) && to.origin !== new URL(url).origin)
      faults.push(`asked of another origin: ${to}`);
  });
  await page.goto(url);
  return { page, context, faults };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong, WCAG 2.2 AA and good practice. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')})`);
}

/** So many per cent of the values are at most this (nearest rank). */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
