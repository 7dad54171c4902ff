import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { pinFaults, policyFaults } from '../../scripts/lint-actions.js';

const PINNED = 'a'.repeat(40);

function aWorkflow(step: string, permissions = 'permissions: {}'): string {
  return `on: push\n${permissions}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`;
}

describe('the forms for issues', () => {
  const folder = '.github/ISSUE_TEMPLATE';
  const forms = readdirSync(folder).filter((name) => name !== 'config.yml');

  it.each(forms)('%s has what GitHub requires of a form', (name) => {
    const form = parse(readFileSync(`${folder}/${name}`, 'utf8'));
    expect([form.name, form.description, form.body.length > 0].every(Boolean)).toBe(true);
    for (const { type, id, attributes } of form.body) {
      expect(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
      expect(type === 'markdown' ? attributes.value : attributes.label && id).toBeTruthy();
      const options: string[] = attributes.options ?? [];
      expect(new Set(options).size).toBe(options.length);
    }
  });
});

describe('the rules for workflows', () => {
  it('accept a pinned checkout that leaves no token behind', () => {
    const step = `{ uses: actions/checkout@${PINNED}, with: { persist-credentials: false } }`;
    expect(policyFaults(aWorkflow(step), 'w.yml')).toEqual([]);
    expect(pinFaults(aWorkflow(step), 'w.yml')).toEqual([]);
  });

  it('refuse an action that is pinned by a tag only', () => {
    expect(pinFaults(aWorkflow('uses: acme/tool@v1'), 'w.yml')).toEqual([
      'w.yml: job build: pin acme/tool@v1 by its full commit',
    ]);
  });

  it('refuse a checkout that keeps its token in the clone', () => {
    expect(policyFaults(aWorkflow(`uses: actions/checkout@${PINNED}`), 'w.yml')).toEqual([
      'w.yml: job build: set persist-credentials: false on the checkout',
    ]);
  });

  it('refuse a workflow that leaves the permissions to the default', () => {
    expect(policyFaults(aWorkflow('run: "true"', ''), 'w.yml')).toEqual([
      'w.yml: state `permissions` for the whole workflow',
    ]);
  });

  it('let an action of this repository be used by its path', () => {
    expect(pinFaults(aWorkflow('uses: ./fetch-token'), 'w.yml')).toEqual([]);
  });
});
