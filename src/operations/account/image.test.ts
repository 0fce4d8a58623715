import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { Failure } from '../failure.ts';
import type { Change } from '../terraform/plan-file.ts';
import { reachCloud, type Cloud } from './cloud.ts';
import { findImage, refuseAbsentImage } from './image.ts';

const { staging } = environments;
const digest = `sha256:${'a'.repeat(64)}`;
const noRegistry = {
  status: 400,
  body: { __type: 'RepositoryNotFoundException', message: 'no such repository' },
};

/** The registry of production's account. */
let answer: { readonly status: number; readonly body: object };
let asked: number;
let server: Server;

function cloud(): Cloud {
  const { port } = server.address() as AddressInfo;
  return reachCloud({
    MIDCOAST_REHEARSAL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: staging.accountId,
  });
}

before(async () => {
  server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => {
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked = 0;
});
after(() => server.close());

const isMissing = (error: unknown) =>
  error instanceof Failure && error.code === 'image_missing' && error.exit === 2;

function planned(state: string, ...changes: readonly Pick<Change, 'type' | 'action'>[]) {
  return {
    platform: { environment: staging },
    commit: 'one',
    states: [{ state, plan: { changes: changes as readonly Change[] } }],
  };
}

describe('the image that is shipped', () => {
  it('is found by its commit', async () => {
    answer = { status: 200, body: { images: [{ imageId: { imageDigest: digest } }] } };
    assert.equal(await findImage(cloud(), staging, { imageTag: 'one' }), digest);
  });

  it('is missing where the registry has none of it, and where there is no registry yet', async () => {
    for (answer of [{ status: 200, body: { images: [] } }, noRegistry])
      await assert.rejects(findImage(cloud(), staging, { imageTag: 'one' }), isMissing);
  });

  it('is asked for before anything is applied, but where this deploy makes the registry itself', async () => {
    answer = noRegistry;
    await assert.rejects(refuseAbsentImage(cloud(), planned('platform'), undefined), isMissing);
    const repository = { type: 'aws_ecr_repository', action: 'create' } as const;
    // The recovery region's is a copy: nothing is pushed there.
    await assert.rejects(refuseAbsentImage(cloud(), planned('recovery', repository), undefined), isMissing);
    assert.equal(asked, 2);
    await refuseAbsentImage(cloud(), planned('platform', repository), undefined);
    assert.equal(asked, 2);
  });
});
