import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { InvalidInputException } from '@aws-sdk/client-iam';
import { bootstrapServiceRoles } from './service-roles.ts';

type Answer = { readonly status: number; readonly body: string };

const found: Answer = { status: 200, body: '<GetRoleResponse><GetRoleResult/></GetRoleResponse>' };
const made: Answer = {
  status: 200,
  body: '<CreateServiceLinkedRoleResponse><CreateServiceLinkedRoleResult/></CreateServiceLinkedRoleResponse>',
};
const refused = (status: number, code: string, message: string): Answer => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const absent = refused(404, 'NoSuchEntity', 'The role cannot be found.');

/** IAM as an account answers: by the action that it is asked. */
let answers: Readonly<Record<string, Answer>>;
let asked: string[];
let server: Server;

function settings() {
  const { port } = server.address() as AddressInfo;
  return {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: '111122223333', secretAccessKey: 'rehearsal' },
  };
}

before(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const action = new URLSearchParams(text).get('Action') ?? '';
      asked.push(action);
      const { status, body } = answers[action] ?? { status: 501, body: '' };
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = [];
});
after(() => server.close());

describe('the roles of AWS services', () => {
  it('are made in an account that has none', async () => {
    answers = { GetRole: absent, CreateServiceLinkedRole: made };
    assert.deepEqual(await bootstrapServiceRoles(settings()), [
      'AWSServiceRoleForAutoScaling',
      'AWSServiceRoleForRDS',
      'AWSServiceRoleForElastiCache',
    ]);
  });

  it('are left as they are in an account in which machines were scaled before', async () => {
    answers = { GetRole: found };
    assert.deepEqual(await bootstrapServiceRoles(settings()), []);
    assert.deepEqual([...new Set(asked)], ['GetRole']);
  });

  it('may be made by somebody else in the same moment', async () => {
    const taken = 'Service role name AWSServiceRoleForAutoScaling has been taken in this account, please try';
    for (const refusal of [
      refused(400, 'InvalidInput', taken),
      refused(409, 'EntityAlreadyExists', 'Role with name AWSServiceRoleForrds already exists.'),
    ]) {
      answers = { GetRole: absent, CreateServiceLinkedRole: refusal };
      assert.deepEqual(await bootstrapServiceRoles(settings()), []);
    }
  });

  it('are not given up silently where AWS refuses them for another reason', async () => {
    answers = { GetRole: absent, CreateServiceLinkedRole: refused(400, 'InvalidInput', 'no such service') };
    await assert.rejects(bootstrapServiceRoles(settings()), InvalidInputException);
  });
});
