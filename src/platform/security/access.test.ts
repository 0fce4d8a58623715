import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { production } from '../../environments/production.ts';
import { resourcesOf } from '../document.ts';
import { names } from '../names.ts';
import { State } from '../state.ts';
import { access } from './access.ts';

const state = new State(production, 'platform', production.region);
access(state.heading('access'), {
  environment: production,
  keys: { application: { arn: 'key-of-application' } },
  privateSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'],
  groups: { access: { id: 'sg-access' } },
  role: { arn: 'role-of-access', name: 'midcoast-access', grants: [] },
});
const resources = resourcesOf(state);
const only = (type: string) => resources.find((each) => each.type === type)?.attributes ?? {};

describe('the way to the private API', () => {
  const template = only('aws_launch_template');

  it('has no address of its own, no key for a shell, and only its own group', () => {
    assert.equal(template['network_interfaces'], undefined);
    assert.equal(template['key_name'], undefined);
    assert.equal(template['user_data'], undefined);
    assert.deepEqual(template['vpc_security_group_ids'], ['sg-access']);
  });

  it('is encrypted with our key and asks for a token before it tells its metadata', () => {
    const [disk] = template['block_device_mappings'] as { ebs: Record<string, unknown> }[];
    assert.equal(disk?.ebs['encrypted'], 'true');
    assert.equal(disk?.ebs['kms_key_id'], 'key-of-application');
    const metadata = template['metadata_options'] as Record<string, unknown>;
    assert.equal(metadata['http_tokens'], 'required');
    assert.equal(metadata['http_put_response_hop_limit'], 1);
  });

  it('is one instance in whichever zone works, and a new one of the newest image within a week', () => {
    const group = only('aws_autoscaling_group');
    assert.equal(group['min_size'], 1);
    assert.equal(group['max_size'], 1);
    assert.deepEqual(group['vpc_zone_identifier'], ['subnet-1', 'subnet-2', 'subnet-3']);
    assert.equal(group['max_instance_lifetime'], 604_800);
    assert.match(String(template['image_id']), /^resolve:ssm:/);
  });

  it('is written down, by the names that it has', async () => {
    const page = join(import.meta.dirname, '../../../docs/runbooks/reach-the-cluster.md');
    const text = await readFile(page, 'utf8');
    const named = [
      `Values=${names.access} `,
      `--name ${names.cluster} `,
      names.role('read-only'),
      names.role('administrator'),
      'AWS-StartPortForwardingSessionToRemoteHost',
      `-n ${names.monitoringNamespace} port-forward service/${names.prometheusService} `,
    ];
    for (const name of named) assert.ok(text.includes(name), name);
  });
});
