/** SQLite is part of Node since 22.5 and heeds this program's needs since 24. */
export const MIN_NODE_MAJOR = 24;
