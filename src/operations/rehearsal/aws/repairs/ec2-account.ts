import { formOf, type AwsAnswer, type AwsCall } from '../aws-call.ts';
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

/** Keeps the settings of an account and region: public snapshots, the default key of volumes, instance metadata. */
export function ec2AccountRepairs(): readonly Repair[] {
  const regions = new Map<string, AccountSettings>();
  const of = ({ region }: AwsCall): AccountSettings => {
    const settings = regions.get(region) ?? {
      snapshots: 'unblocked',
      defaultKey: 'alias/aws/ebs',
      metadata: new Map(),
    };
    regions.set(region, settings);
    return settings;
  };
  const repair = (operation: string, say: (settings: AccountSettings, call: AwsCall) => string): Repair => ({
    service: 'ec2',
    operation,
    answer: async (call): Promise<AwsAnswer> => ec2Answer(call, say(of(call), call)),
  });
  const shownState = ({ snapshots }: AccountSettings) => `<state>${snapshots}</state>`;
  const shownKey = ({ defaultKey }: AccountSettings) => `<kmsKeyId>${defaultKey}</kmsKeyId>`;
  return [
    repair('GetSnapshotBlockPublicAccessState', shownState),
    repair('EnableSnapshotBlockPublicAccess', (settings, call) => {
      settings.snapshots = formOf(call).get('State') ?? '';
      return shownState(settings);
    }),
    repair('DisableSnapshotBlockPublicAccess', (settings) => {
      settings.snapshots = 'unblocked';
      return shownState(settings);
    }),
    repair('GetEbsDefaultKmsKeyId', shownKey),
    repair('ModifyEbsDefaultKmsKeyId', (settings, call) => {
      settings.defaultKey = formOf(call).get('KmsKeyId') ?? '';
      return shownKey(settings);
    }),
    repair('ResetEbsDefaultKmsKeyId', (settings) => {
      settings.defaultKey = 'alias/aws/ebs';
      return shownKey(settings);
    }),
    repair('GetInstanceMetadataDefaults', ({ metadata }) => {
      const elements = [...metadata].map(([name, value]) => `<${name}>${value}</${name}>`);
      return `<accountLevel>${elements.join('')}</accountLevel>`;
    }),
    repair('ModifyInstanceMetadataDefaults', ({ metadata }, call) => {
      const form = formOf(call);
      for (const [parameter, element] of Object.entries(metadataNames)) {
        const value = form.get(parameter);
        if (value === null) continue;
        if (noPreference.includes(value)) metadata.delete(element);
        else metadata.set(element, value);
      }
      return '<return>true</return>';
    }),
  ];
}
