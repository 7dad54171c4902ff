/** Of the package; a test holds it against package.json, which is not beside the code everywhere. */
export const VERSION = '1.0.0';
