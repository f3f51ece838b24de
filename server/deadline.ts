/** Waiting that ends: for the parts of the server that must not hang on something slow. */

/**
 * Waits for the work, but not longer than `ms`; the work itself goes on.
 * @returns whether it settled in time
 * @throws (rejects) when the work fails in time; a later failure is dropped
 */
export async function settlesWithin(work: unknown, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  const done = Promise.resolve(work).then(() => true);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
