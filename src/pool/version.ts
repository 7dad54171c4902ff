/** The package's version. A test compares it with package.json, which is not deployed everywhere. */
export const VERSION = '1.0.0';
