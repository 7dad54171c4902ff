/** node:sqlite exists since 22.5, and has what the pool needs since 24. */
export const MIN_NODE_MAJOR = 24;
