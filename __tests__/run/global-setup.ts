import { openDatabases } from './databases.js';
import { openFolder } from './folder.js';

async function open(): Promise<void> {
  openFolder();
  await openDatabases();
}

// jest takes it only as the default export of a module.
export default open;
