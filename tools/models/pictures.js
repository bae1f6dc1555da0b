// Draws every model in Chromium, as the Modeler shows it: processes/**/<id>.bpmn becomes
// docs/models/<id>.png. Of one policy the graph of its decisions and some of its tables are drawn too,
// for whoever writes another. Fails when bpmn-js or dmn-js has anything to say.

import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const models = join(here, '../../processes');
const pictures = join(here, '../../docs/models');

const SCALE = 2;
const MAX_BYTES = 400_000;

/** The policy that is shown to whoever writes another. */
const EXAMPLE = 'parsify';

/** Which of its tables, and how many of their rows: a long one is cut off. */
const TABLES = {
  profile: Infinity,
  targets: Infinity,
  roles: Infinity,
  escalation: 8,
  audiences: 12,
  obligations: Infinity,
};

async function open(browser, deviceScaleFactor) {
  const page = await browser.newPage({
    deviceScaleFactor,
    viewport: { width: 3000, height: 2000 },
  });
  await page.setContent('<body style="margin: 0; background: white"></body>');
  const resolve = createRequire(import.meta.url).resolve;
  await page.addScriptTag({ path: resolve('bpmn-js/dist/bpmn-viewer.production.min.js') });
  await page.addScriptTag({ path: resolve('dmn-js/dist/dmn-viewer.production.min.js') });
  for (const part of ['drd', 'shared', 'decision-table']) {
    await page.addStyleTag({ path: resolve(`dmn-js/dist/assets/dmn-js-${part}.css`) });
  }
  await page.evaluate(() => {
    window.frame = (svg) => {
      document.body.innerHTML = `<div id="picture" style="display: inline-block; padding: 10px">${svg}</div>`;
      document.querySelector('#picture svg').style.display = 'block';
    };
  });
  return page;
}

async function drawProcess(page, xml) {
  const warnings = await page.evaluate(async (xml) => {
    document.body.innerHTML = '<div id="canvas" style="width: 3000px; height: 2000px"></div>';
    const viewer = new window.BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    window.frame((await viewer.saveSVG()).svg);
    return warnings.map((warning) => warning.message);
  }, xml);
  refuse(warnings);
  return page.locator('#picture').screenshot();
}

async function drawDecisions(page, xml) {
  const warnings = await page.evaluate(async (xml) => {
    document.body.innerHTML = '<div id="canvas" style="width: 3000px; height: 2000px"></div>';
    const viewer = new window.DmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    await viewer.open(viewer.getViews().find((view) => view.type === 'drd'));
    window.frame((await viewer.getActiveViewer().saveSVG()).svg);
    return warnings.map((warning) => warning.message);
  }, xml);
  refuse(warnings);
  return page.locator('#picture').screenshot();
}

async function drawTable(page, xml, decision, rows) {
  await page.evaluate(
    async ({ xml, decision, rows }) => {
      document.body.innerHTML = '<div id="picture" style="display: inline-block; padding: 10px"></div>';
      const viewer = new window.DmnJS({ container: '#picture' });
      await viewer.importXML(xml);
      await viewer.open(viewer.getViews().find((view) => view.id === decision));
      [...document.querySelectorAll('table.tjs-table tbody tr')].slice(rows).forEach((row) => row.remove());
    },
    { xml, decision, rows: Number.isFinite(rows) ? rows : 10_000 },
  );
  const head = await page.locator('.decision-table-properties').boundingBox();
  const body = await page.locator('table.tjs-table').boundingBox();
  const clip = { ...body, y: head.y, height: body.y + body.height - head.y };
  return page.screenshot({ clip, fullPage: true });
}

function refuse(warnings) {
  if (warnings.length) {
    throw new Error(warnings.join('\n'));
  }
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

try {
  const page = await open(browser, SCALE);
  // They are long, and legible at their own size.
  const tables = await open(browser, 1);
  await mkdir(pictures, { recursive: true });

  const write = async (file, name, picture) => {
    if (picture.length > MAX_BYTES) {
      throw new Error(`${name} has ${picture.length} bytes, at most ${MAX_BYTES} are allowed`);
    }
    await writeFile(join(pictures, `${name}.png`), picture);
    console.log(`${file} -> docs/models/${name}.png`);
  };

  for (const file of (await readdir(models, { recursive: true })).sort()) {
    try {
      if (file.endsWith('.bpmn')) {
        const xml = await readFile(join(models, file), 'utf8');
        await write(file, basename(file, '.bpmn'), await drawProcess(page, xml));
      } else if (basename(file) === `${EXAMPLE}.dmn`) {
        const xml = await readFile(join(models, file), 'utf8');
        await write(file, EXAMPLE, await drawDecisions(page, xml));
        for (const [name, rows] of Object.entries(TABLES)) {
          const table = `${EXAMPLE}-${name}`;
          await write(file, table, await drawTable(tables, xml, table, rows));
        }
      }
    } catch (error) {
      console.error(`${file}: ${error.message}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
}
