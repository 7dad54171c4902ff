import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

type Entry = {
  version?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
};
type Lockfile = { packages: Record<string, Entry> };

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x'];

/**
 * Adds entries that npm left out: binaries for other platforms that were not available when the lock file was written.
 * Without them `npm ci` refuses the lock file on every platform, although it would not install them. Returns what was
 * added. Other missing entries are left for `npm ci` to report.
 */
export function completePlatforms(lockfile: Lockfile): string[] {
  const added: string[] = [];
  for (const entry of Object.values(lockfile.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = platformOf(name);
      if (lockfile.packages[`node_modules/${name}`] || !platform) continue;
      // Their hashes are unknown and left out.
      lockfile.packages[`node_modules/${name}`] = {
        version,
        ...platform,
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      };
      added.push(`${name}@${version}`);
    }
  }
  sortPackages(lockfile);
  return added;
}

function platformOf(name: string): Pick<Entry, 'cpu' | 'os' | 'libc'> | undefined {
  const os = SYSTEMS.find((system) => name.includes(`-${system}-`));
  const cpu = PROCESSORS.find((processor) => name.split('-').includes(processor));
  if (!os || !cpu) return undefined;
  const libc = /-musl/.test(name) ? ['musl'] : /-gnu/.test(name) ? ['glibc'] : undefined;
  return { cpu: [cpu], os: [os], ...(libc ? { libc } : {}) };
}

function sortPackages(lockfile: Lockfile): void {
  const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lockfile.packages = Object.fromEntries(sorted);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  for (const name of completePlatforms(lockfile)) console.log(`locked ${name}`);
  writeFileSync('package-lock.json', `${JSON.stringify(lockfile, null, 2)}\n`);
}
