import type { FieldRefusal } from '@komod/domain/refusal';
import type { Logger } from 'pino';
import { HttpFailure } from './http-failure.ts';

interface ThrownByRoute {
  code: string | number;
  error: unknown;
  logger: Logger;
}

/** Names of the fields a schema refused. The values stay out: an answer never repeats what was sent. */
function refusedFields(error: unknown): FieldRefusal[] {
  const issues = (error as { all?: unknown }).all;
  if (!Array.isArray(issues)) return [];
  const fields = issues.map((issue: { path?: unknown }) =>
    Array.isArray(issue.path) ? issue.path.join('.') : String(issue.path ?? '').replace(/^\//, ''),
  );
  return [...new Set(fields)].filter(Boolean).map((field) => ({ field, code: 'malformed' }));
}

const internal = (): Response => new HttpFailure('internal', 'Something went wrong here.').toResponse();

/** Every error of our own routes in the one shape, whatever was thrown. */
export function errorResponse({ code, error, logger }: ThrownByRoute): Response {
  if (error instanceof HttpFailure) return error.toResponse();
  switch (code) {
    case 'NOT_FOUND':
      return new HttpFailure('not-found', 'There is nothing at this address.').toResponse();
    case 'VALIDATION': {
      const fields = refusedFields(error);
      if ((error as { type?: unknown }).type === 'response') {
        // Its own text would hold the answer, and with it what people wrote.
        logger.error({ fields }, 'an answer did not have its form');
        return internal();
      }
      return new HttpFailure('request.malformed', 'The request does not have the right form.', {
        fields,
      }).toResponse();
    }
    case 'PARSE':
      return new HttpFailure('request.malformed', 'The request could not be read.').toResponse();
    default:
      logger.error({ err: error }, 'a route failed');
      return internal();
  }
}
