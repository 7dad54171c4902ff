const PAGE_BYTES = 4096;
/** 16 MiB of log before pages move to the file: a page that every lease changes moves once for many. */
const MOST_PAGES = 4096;
const LEAST_PAGES = 64;
const SHARE_OF_DISK = 1 / 8;

/**
 * After how many pages of log they are moved to the file. On a small disk earlier: a log that has taken all of it
 * leaves no room to move its own pages, and not even a restart would help.
 */
export function checkpointPages(freeBytes: number): number {
  const pages = Math.floor((freeBytes * SHARE_OF_DISK) / PAGE_BYTES);
  return Math.min(MOST_PAGES, Math.max(LEAST_PAGES, pages));
}
