import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { defaultFaults, figureFaults, rangeFaults } from './docs/figures.js';
import { exampleFaults, inputFaults, listFaults } from './docs/lists.js';
import { messageFaults, printingSources, TROUBLESHOOTING } from './docs/messages.js';
import { endpointFaults, errorFaults, fileFaults, variableFaults } from './docs/names.js';
import { dashboardFaults, metricFaults, settingFaults } from './docs/operating.js';
import { currentPages } from './docs/pages.js';
import { usageFaults } from './docs/usage.js';
import { findManifests } from './manifest.js';

const DASHBOARD = 'deploy/grafana-dashboard.json';

/** One line for each place where the pages differ from the code. */
export function docsFaults(): string[] {
  const pages = currentPages();
  const pageAt = (path: string) => ({ path, text: pages.find((page) => page.path === path)?.text ?? '' });
  const dashboard = { path: DASHBOARD, text: readFileSync(DASHBOARD, 'utf8') };
  return [
    ...pages.flatMap(usageFaults),
    ...endpointFaults(pages),
    ...errorFaults(pageAt('docs/protocol.md')),
    ...fileFaults(pages),
    ...variableFaults(pages),
    ...figureFaults(pages),
    ...rangeFaults(findManifests('.')),
    ...settingFaults(pageAt('docs/operating.md')),
    ...defaultFaults(pageAt('docs/operating.md')),
    ...[pageAt('docs/operating.md'), dashboard].flatMap(metricFaults),
    ...dashboardFaults(dashboard),
    ...listFaults(pageAt('docs/tools.md')),
    ...inputFaults(printingSources()),
    ...exampleFaults(),
    ...messageFaults(pageAt(TROUBLESHOOTING).text, printingSources()),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = docsFaults();
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
}
