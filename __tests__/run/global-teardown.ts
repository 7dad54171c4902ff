import { closeDatabases } from './databases.js';

// jest takes it only as the default export of a module.
export default closeDatabases;
