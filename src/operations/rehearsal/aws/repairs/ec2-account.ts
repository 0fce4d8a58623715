import { formOf, type AwsCall } from '../aws-call.ts';
import type { Repair } from '../repair-proxy.ts';
import { ec2Answer } from './answers.ts';

/** Each region of an account has these settings of EC2; no emulator knows them. */
type AccountSettings = {
  snapshots: string;
  defaultKey: string;
  readonly metadata: Map<string, string>;
};

/** The parameters of ModifyInstanceMetadataDefaults and the elements that they come back as. */
const metadataNames = {
  HttpEndpoint: 'httpEndpoint',
  HttpPutResponseHopLimit: 'httpPutResponseHopLimit',
  HttpTokens: 'httpTokens',
  InstanceMetadataTags: 'instanceMetadataTags',
} as const;

/** Where the value is set back to what AWS chooses by itself. */
const noPreference: readonly string[] = ['no-preference', '-1'];

type Say = (settings: AccountSettings, call: AwsCall) => string;

const shownState: Say = ({ snapshots }) => `<state>${snapshots}</state>`;
const shownKey: Say = ({ defaultKey }) => `<kmsKeyId>${defaultKey}</kmsKeyId>`;

/** What each operation does to the settings, and answers. */
const operations: Readonly<Record<string, Say>> = {
  GetSnapshotBlockPublicAccessState: shownState,
  EnableSnapshotBlockPublicAccess(settings, call) {
    settings.snapshots = formOf(call).get('State') ?? '';
    return shownState(settings, call);
  },
  DisableSnapshotBlockPublicAccess(settings, call) {
    settings.snapshots = 'unblocked';
    return shownState(settings, call);
  },
  GetEbsDefaultKmsKeyId: shownKey,
  ModifyEbsDefaultKmsKeyId(settings, call) {
    settings.defaultKey = formOf(call).get('KmsKeyId') ?? '';
    return shownKey(settings, call);
  },
  ResetEbsDefaultKmsKeyId(settings, call) {
    settings.defaultKey = 'alias/aws/ebs';
    return shownKey(settings, call);
  },
  GetInstanceMetadataDefaults({ metadata }) {
    const elements = [...metadata].map(([name, value]) => `<${name}>${value}</${name}>`);
    return `<accountLevel>${elements.join('')}</accountLevel>`;
  },
  ModifyInstanceMetadataDefaults({ metadata }, call) {
    const form = formOf(call);
    for (const [parameter, element] of Object.entries(metadataNames)) {
      const value = form.get(parameter);
      if (value === null) continue;
      if (noPreference.includes(value)) metadata.delete(element);
      else metadata.set(element, value);
    }
    return '<return>true</return>';
  },
};

/** Keeps the settings of an account and region: public snapshots, the default key of volumes, instance metadata. */
export function ec2AccountRepairs(): readonly Repair[] {
  const regions = new Map<string, AccountSettings>();
  const of = ({ region }: AwsCall): AccountSettings => {
    const settings = regions.get(region) ?? {
      snapshots: 'unblocked',
      defaultKey: 'alias/aws/ebs',
      metadata: new Map<string, string>(),
    };
    regions.set(region, settings);
    return settings;
  };
  return Object.entries(operations).map(([operation, say]) => ({
    service: 'ec2',
    operation,
    answer: async (call) => ec2Answer(call, say(of(call), call)),
  }));
}
