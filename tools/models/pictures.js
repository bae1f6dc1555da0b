// Draws every model with bpmn-js in Chromium: processes/**/<id>.bpmn becomes docs/models/<id>.png.
// Fails when bpmn-js has anything to say about a model.

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

async function draw(page, xml) {
  const drawing = await page.evaluate(async (xml) => {
    document.body.innerHTML = '<div id="canvas" style="width: 3000px; height: 2000px"></div>';
    const viewer = new window.BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    const { svg } = await viewer.saveSVG();
    viewer.destroy();
    document.body.innerHTML = `<div id="picture" style="display: inline-block; padding: 10px">${svg}</div>`;
    document.querySelector('#picture svg').style.display = 'block';
    return { warnings: warnings.map((warning) => warning.message) };
  }, xml);
  if (drawing.warnings.length) {
    throw new Error(drawing.warnings.join('\n'));
  }
  return page.locator('#picture').screenshot();
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
  const page = await browser.newPage({
    deviceScaleFactor: SCALE,
    viewport: { width: 3000, height: 2000 },
  });
  await page.setContent('<body style="margin: 0; background: white"></body>');
  await page.addScriptTag({
    path: createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js'),
  });
  await mkdir(pictures, { recursive: true });

  const files = (await readdir(models, { recursive: true })).filter((file) => file.endsWith('.bpmn'));
  for (const file of files.sort()) {
    const name = `${basename(file, '.bpmn')}.png`;
    try {
      const picture = await draw(page, await readFile(join(models, file), 'utf8'));
      if (picture.length > MAX_BYTES) {
        throw new Error(`the picture has ${picture.length} bytes, at most ${MAX_BYTES} are allowed`);
      }
      await writeFile(join(pictures, name), picture);
      console.log(`${file} -> docs/models/${name}`);
    } catch (error) {
      console.error(`${file}: ${error.message}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
}
