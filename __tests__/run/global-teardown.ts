import { closeDatabases } from './databases.js';
import { removeFolder } from './folder.js';

async function close(): Promise<void> {
  await closeDatabases();
  removeFolder();
}

// jest takes it only as the default export of a module.
export default close;
