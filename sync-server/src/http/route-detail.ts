const audiences = {
  anyone: 'Anyone may.',
  member: 'Who is signed in may.',
  host: 'The host may; to everybody else it is not there.',
  owner: 'Its owner may; to everybody else it is not there.',
} as const;

/** What the API's own page says of a route: what it is for, and who may. */
export const routeDetail = (may: keyof typeof audiences, summary: string) => ({
  summary,
  description: `${audiences[may]} Errors are \`{error: {code, message, fields?}}\`.`,
});
