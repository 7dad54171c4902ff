/** A set that forgets what was added longest ago once it is full. */
export type Memory = { has(item: string): boolean; add(item: string): void; forget(item: string): void };

export function createMemory(capacity: number): Memory {
  const items = new Set<string>();
  return {
    has: (item) => items.has(item),
    forget: (item) => void items.delete(item),
    add(item) {
      items.delete(item);
      items.add(item);
      const oldest = items.values().next();
      if (items.size > capacity && !oldest.done) items.delete(oldest.value);
    },
  };
}
