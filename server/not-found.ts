/** What nothing else answers: a page for people, the usual error for programs. Neither repeats what was asked for. */
import type { RequestHandler } from 'express';
import { ApiError } from './matchmaking/api-error.ts';

const pageWith = (home: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="dark light">
<title>Nothing here · Sparkfray</title>
<h1>Nothing here</h1>
<p><a href="${home}">Play Sparkfray</a></p>
</html>
`;

/** @param basePath '' or '/game' */
export function answerNotFound(basePath: string): RequestHandler {
  const page = pageWith(`${basePath}/`);
  return (request, response) => {
    if (request.accepts(['json', 'html']) !== 'html')
      throw new ApiError(404, 'route_not_found', 'There is nothing here.');
    response.status(404).type('html').send(page);
  };
}
