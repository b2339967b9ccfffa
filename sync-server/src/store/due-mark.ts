import type { Kysely } from 'kysely';
import { type Insertable, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** A projection that used up its attempts gets one more try this long after its cause came back. */
const parkedRetryMs = 60_000;

export interface DueMark {
  document: string;
  /** ms UTC. */
  dueAt: number;
  cause: string;
}

/**
 * Makes documents due, each named once. Inside the transaction of their cause only. What waits for its next attempt
 * goes on waiting.
 */
export function markDueQuery(build: Kysely<Tables>, marks: readonly DueMark[], parkedAttempts: number) {
  const rows = marks.map(({ document, dueAt, cause }): Insertable<Tables['projection_due']> => {
    return { document, due_at: dueAt, cause, attempts: 0, stamp: 1 };
  });
  const parked = sql.lit(parkedAttempts);
  return build
    .insertInto('projection_due')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('document').doUpdateSet({
        stamp: sql`projection_due.stamp + 1`,
        cause: sql`excluded.cause`,
        due_at: sql`case
          when projection_due.attempts = 0 and excluded.due_at < projection_due.due_at then excluded.due_at
          when projection_due.attempts >= ${parked} then excluded.due_at + ${sql.lit(parkedRetryMs)}
          else projection_due.due_at end`,
        attempts: sql`case
          when projection_due.attempts >= ${parked} then ${sql.lit(parkedAttempts - 1)}
          else projection_due.attempts end`,
      }),
    );
}
