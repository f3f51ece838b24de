/** The OpenAPI document against the table of routes that it is made of: nothing is missing, and nothing is too much. */
import assert from 'node:assert/strict';
import { openApi, ROUTES } from '../../../server/matchmaking/openapi.ts';

type Operation = {
  summary: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  security?: object[];
  responses: Record<string, { description: string; content?: object }>;
};

const operationOf = (route: string): Operation => {
  const [method = '', path = ''] = route.split(' ');
  return openApi.paths[path]?.[method] as Operation;
};

const refTo = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const jsonOf = (schema: object): object => ({ content: { 'application/json': { schema } } });

describe('The OpenAPI document', () => {
  it('has each route, with all methods of a path, and no other', () => {
    const told = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    assert.deepEqual(told.sort(), Object.keys(ROUTES).sort());
  });

  it('names the parameters of the path and of the query', () => {
    for (const route of Object.keys(ROUTES)) {
      const inPath = [...route.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
      const { parameters } = operationOf(route);
      if (route === 'get /api/rooms') {
        assert.deepEqual(
          parameters?.map(({ name, in: place, required }) => [name, place, required]),
          [['mode', 'query', undefined]],
        );
      } else if (inPath.length === 0) assert.equal(parameters, undefined, route);
      else {
        const wanted = inPath.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
        assert.deepEqual(parameters, wanted, route);
      }
    }
  });

  it('asks for a body where a route takes one', () => {
    const bodies = Object.keys(ROUTES).flatMap((route) => {
      const { requestBody } = operationOf(route);
      return requestBody === undefined ? [] : [[route, requestBody]];
    });
    assert.deepEqual(Object.fromEntries(bodies), {
      'post /api/rooms': { required: true, ...jsonOf(refTo('RoomRequest')) },
      'post /matchmake/joinOrCreate/arena': { required: true, ...jsonOf(refTo('JoinOptions')) },
      'post /matchmake/joinById/{roomId}': { required: true, ...jsonOf(refTo('JoinOptions')) },
    });
  });

  it("wants the operator's token to end a room, and nowhere else", () => {
    for (const route of Object.keys(ROUTES)) {
      const wanted = route === 'delete /api/rooms/{roomId}' ? [{ operator: [] }] : undefined;
      assert.deepEqual(operationOf(route).security, wanted, route);
    }
    assert.deepEqual(openApi.components.securitySchemes, { operator: { type: 'http', scheme: 'bearer' } });
  });

  it('says what every status answers, and what any other does', () => {
    for (const [route, { summary, answers, otherwise }] of Object.entries(ROUTES)) {
      const operation = operationOf(route);
      assert.equal(operation.summary, summary);
      assert.deepEqual(Object.keys(operation.responses).sort(), [...Object.keys(answers), 'default'].sort(), route);
      for (const [status, { says, body }] of [...Object.entries(answers), ['default', otherwise] as const]) {
        const told = operation.responses[status];
        assert.equal(told?.description, says);
        assert.equal(told?.content === undefined, body === undefined, `${route} ${status}`);
      }
    }
    const { responses } = operationOf('get /api/rooms');
    assert.deepEqual(responses[200], { description: 'rooms', ...jsonOf({ type: 'array', items: refTo('Room') }) });
    assert.deepEqual(responses[400], { description: 'unknown mode', ...jsonOf(refTo('Error')) });
  });
});
