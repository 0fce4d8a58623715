import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AwsAnswer, AwsCall } from '../aws-call.ts';
import { jsonMemory, xmlMemory } from './memory.ts';

function call(service: string, operation: string, body: string): AwsCall {
  return {
    service,
    operation,
    region: 'us-east-1',
    method: 'POST',
    path: '/',
    headers: {},
    body: Buffer.from(body),
  };
}

function answering(type: string, text: string) {
  return async (): Promise<AwsAnswer> => ({
    status: 200,
    headers: { 'content-type': type },
    body: Buffer.from(text),
  });
}

describe('what an emulator forgets', () => {
  it('is shown again of the thing that it was sent for, and of no other', async () => {
    const repair = jsonMemory({
      service: 'eks',
      told: /^POST \/clusters$/,
      key: ({ name }) => name,
      shownKey: 'name',
      remember: ({ upgradePolicy }) => ({ upgradePolicy }),
    });
    const sent = JSON.stringify({ name: 'ours', upgradePolicy: { supportType: 'STANDARD' } });
    await repair.answer(call('eks', 'POST /clusters', sent), answering('application/json', '{}'));
    const shown = JSON.stringify({ clusters: [{ name: 'ours' }, { name: 'theirs' }] });
    const { body } = await repair.answer(
      call('eks', 'GET /clusters', ''),
      answering('application/json', shown),
    );
    assert.deepEqual(JSON.parse(body.toString()), {
      clusters: [{ name: 'ours', upgradePolicy: { supportType: 'STANDARD' } }, { name: 'theirs' }],
    });
  });

  it('is put beside the name in XML, and what was never sent is not', async () => {
    const repair = xmlMemory({
      service: 'rds',
      told: /^CreateDBInstance$/,
      key: 'DBInstanceIdentifier',
      elements: { DatabaseInsightsMode: 'DatabaseInsightsMode', Other: 'Other' },
    });
    const sent = 'Action=CreateDBInstance&DBInstanceIdentifier=db&DatabaseInsightsMode=standard';
    const raw = '<DBInstanceIdentifier>db</DBInstanceIdentifier>';
    const { body } = await repair.answer(call('rds', 'CreateDBInstance', sent), answering('text/xml', raw));
    assert.equal(body.toString(), `${raw}<DatabaseInsightsMode>standard</DatabaseInsightsMode>`);
  });

  it('leaves an answer alone that is none', async () => {
    const repair = jsonMemory({
      service: 'eks',
      told: /^POST \/clusters$/,
      key: ({ name }) => name,
      shownKey: 'name',
      remember: () => ({}),
    });
    const refused = { status: 404, headers: {}, body: Buffer.from('no') };
    assert.equal(await repair.answer(call('eks', 'GET /clusters/x', ''), async () => refused), refused);
  });
});
