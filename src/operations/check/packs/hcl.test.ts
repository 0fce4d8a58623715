import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hclOf } from './hcl.ts';

function written(attributes: object): string {
  return hclOf({ x: { resource: { aws_x: { y: attributes } } } })['x'] ?? '';
}

describe('the files in Terraform’s own language', () => {
  it('have a block for each object and for each of a list', () => {
    assert.equal(
      written({ name: 'a', rule: [{ port: 1 }, { port: 2 }], logging: { enabled: true } }),
      [
        'resource "aws_x" "y" {',
        '  name = "a"',
        '  rule {',
        '    port = 1',
        '  }',
        '  rule {',
        '    port = 2',
        '  }',
        '  logging {',
        '    enabled = true',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('leave maps as maps, by their name or by keys that no argument can have', () => {
    assert.match(written({ tags: { Name: 'a' } }), /tags = \{ "Name" = "a" \}/);
    assert.match(written({ taints: { 'karpenter.sh/x': 'y' } }), /taints = \{ "karpenter.sh\/x" = "y" \}/);
  });

  it('escape what is text and leave expressions as they are', () => {
    assert.match(
      written({ a: '{"b":"${aws_x.z.arn}/*"}' }),
      /a = "\{\\"b\\":\\"\$\{aws_x\.z\.arn\}\/\*\\"\}"/,
    );
    assert.match(
      written({ a: '${jsonencode({"k" = aws_x.z.id})}' }),
      /a = jsonencode\(\{"k" = aws_x\.z\.id\}\)\n/,
    );
    assert.match(written({ a: '$${aws:userid}"' }), /a = "\$\$\{aws:userid\}\\""/);
  });
});
