const PAGE_BYTES = 4096;
/** 16 MiB of WAL per checkpoint: a page that every lease changes is then copied once for many leases. */
const MOST_PAGES = 4096;
const LEAST_PAGES = 64;
const SHARE_OF_DISK = 1 / 8;

/**
 * After how many pages of WAL to checkpoint: fewer on a small disk, because a WAL that fills it leaves no room for its
 * own checkpoint, and not even a restart would help.
 */
export function checkpointPages(freeBytes: number): number {
  const pages = Math.floor((freeBytes * SHARE_OF_DISK) / PAGE_BYTES);
  return Math.min(MOST_PAGES, Math.max(LEAST_PAGES, pages));
}
