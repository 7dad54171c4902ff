import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);
const PACKAGE = 'node_modules/@sparticuz/chromium';
const CACHE = 'node_modules/.cache/chromium';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the machine's Chromium, or the one that comes as a development dependency where none is installed. */
export function launchChromium(): Promise<Browser> {
  const installed = INSTALLED.find(existsSync);
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: ARGS });
  const folder = unpackedChromium();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: ARGS,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
}

/** The folder with the packed browser, its libraries and fonts; unpacked once per version. */
function unpackedChromium(): string {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
  const folder = join(process.cwd(), CACHE, version);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const partial = mkdtempSync(join(process.cwd(), CACHE, 'partial-'));
  // The package unpacks into the temporary folder, and its libraries only where it takes itself to be on Lambda.
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  execFileSync(process.execPath, ['--eval', script], {
    env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  // The package's own configuration of fonts names folders of Lambda.
  const fonts = `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>`;
  writeFileSync(join(partial, 'fonts.conf'), fonts);
  renameSync(partial, folder);
  return folder;
}
