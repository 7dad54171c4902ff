/** Events by time; those of one time in the order in which they came. */
export type Timeline<T> = {
  add(atMs: number, event: T): void;
  /** Takes out the earliest event, or undefined when there is none. */
  next(): { atMs: number; event: T } | undefined;
};

type Entry<T> = { atMs: number; order: number; event: T };

/** A binary heap: a replay holds an event for every job that runs, and takes millions of them. */
export function createTimeline<T>(): Timeline<T> {
  const heap: Entry<T>[] = [];
  let added = 0;
  const isBefore = (a: Entry<T>, b: Entry<T>) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
  const rise = (entry: Entry<T>): void => {
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (!above || isBefore(above, entry)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  };
  const sink = (entry: Entry<T>): void => {
    let index = 0;
    for (;;) {
      const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]];
      if (!left) break;
      const isRight = right !== undefined && isBefore(right, left);
      const least = isRight ? right : left;
      if (!isBefore(least, entry)) break;
      heap[index] = least;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = entry;
  };
  return {
    add(atMs, event) {
      rise({ atMs, order: added, event });
      added += 1;
    },
    next() {
      const [first] = heap;
      const last = heap.pop();
      if (first && last && first !== last) sink(last);
      return first && { atMs: first.atMs, event: first.event };
    },
  };
}
