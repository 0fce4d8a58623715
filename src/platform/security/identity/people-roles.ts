import type { Environment } from '../../../environments/environment.ts';
import { names } from '../../names.ts';
import { arnsOf, type Statement, type Trust } from '../../policy.ts';
import { operationStatements } from './operation-statements.ts';
import type { Role } from './role.ts';

/** Seconds since the second factor was shown, after which it must be shown again. */
const factorSeconds = 3600;

/** Roles that people take for an hour, after a second factor. There are no users and no keys that last. */
export function peopleRoles(environment: Environment) {
  return {
    administrator: {
      purpose: 'People who operate Midcoast: all that a deployment may do, and what it may not end',
      trust: personTrust(environment),
      alsoTrust: portalTrust(environment),
      statements: [...operationStatements(environment, 'freely'), ...sessionStatements(environment)],
    },
    'read-only': {
      purpose: 'People who look: settings, metrics and logs, and no data of the service',
      trust: personTrust(environment),
      alsoTrust: portalTrust(environment),
      managed: ['job-function/ViewOnlyAccess', 'CloudWatchReadOnlyAccess'],
      statements: [...clusterStatements(environment), ...sessionStatements(environment)],
    },
  } satisfies Record<string, Role>;
}

/** Whoever the account itself lets take the role, after a second factor shown to AWS: users, where there are any. */
function personTrust(environment: Environment): Trust {
  return {
    principal: { AWS: arnsOf(environment).root },
    actions: ['sts:AssumeRole'],
    conditions: {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericLessThan: { 'aws:MultiFactorAuthAge': String(factorSeconds) },
    },
  };
}

/**
 * People who came by IAM Identity Center. Their sessions are those of a role, which never carry the keys of a second
 * factor; the factor is Identity Center's to ask at its sign-in, and must be required there (docs/runbooks/deploy.md).
 * Only Identity Center can make a role below that path.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function portalTrust(environment: Environment): Trust {
  const { root, iam } = arnsOf(environment);
  return {
    principal: { AWS: root },
    actions: ['sts:AssumeRole'],
    conditions: { ArnLike: { 'aws:PrincipalArn': iam('role/aws-reserved/sso.amazonaws.com/*') } },
  };
}

function clusterStatements(environment: Environment): readonly Statement[] {
  return [
    {
      actions: ['eks:DescribeCluster'],
      resources: [arnsOf(environment).of('eks', `cluster/${names.cluster}`)],
    },
  ];
}

/**
 * A port of the private API forwarded to one's own machine, and no shell: the only document is the one that
 * forwards ports, through the only instance that is made for it. What can be reached is the group's matter.
 */
function sessionStatements(environment: Environment): readonly Statement[] {
  const arns = arnsOf(environment);
  const { region } = environment;
  return [
    {
      actions: ['ssm:StartSession'],
      resources: [arns.of('ec2', 'instance/*')],
      conditions: {
        StringEquals: { 'ssm:resourceTag/Name': names.access },
        BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' },
      },
    },
    {
      actions: ['ssm:StartSession'],
      resources: [`arn:aws:ssm:${region}::document/AWS-StartPortForwardingSessionToRemoteHost`],
    },
    {
      // A session's id begins with the name of whoever opened it.
      actions: ['ssm:ResumeSession', 'ssm:TerminateSession'],
      resources: [arns.of('ssm', 'session/$${aws:userid}-*')],
    },
    {
      // Finds the instance; AWS does not narrow it.
      actions: ['ec2:DescribeInstances'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': region } },
    },
  ];
}
