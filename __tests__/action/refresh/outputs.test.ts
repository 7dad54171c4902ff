import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readManifest } from '../../../scripts/manifest.js';
import { aScene, ROOT, type Scene } from './scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await aScene();
});
afterEach(() => scene.dispose());

const declared = () => Object.keys(readManifest(join(ROOT, 'refresh-token/action.yml')).outputs).sort();

it('sets exactly the outputs that its manifest declares, and the files match them', async () => {
  const step = await scene.refresh(await scene.job(), scene.appInputs);
  const { outputs } = step;
  expect(Object.keys(outputs).sort()).toEqual(declared());
  expect(outputs).toMatchObject({ source: 'app', kind: 'installation' });
  const credentials = JSON.parse(readFileSync(outputs['credentials-file'] ?? '', 'utf8'));
  expect(credentials).toMatchObject({
    token: outputs.token,
    expires_at: outputs['expires-at'],
    source: 'app',
  });
  expect(readFileSync(outputs['token-file'] ?? '', 'utf8')).toBe(`${outputs.token}\n`);
  expect(step.env).toMatchObject({ GITHUB_TOKEN: outputs.token, GITHUB_TOKEN_FILE: outputs['token-file'] });
});

it('sets all of them for the fallback, too', async () => {
  const step = await scene.refresh(await scene.job(), {});
  expect(Object.keys(step.outputs).sort()).toEqual(declared());
  expect(step.outputs).toMatchObject({ source: 'fallback', token: scene.githubToken });
});
