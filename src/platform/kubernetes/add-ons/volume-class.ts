import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1/StorageClass';
import { hole } from '../../holes.ts';
import { names } from '../../names.ts';

/**
 * Volumes of pods, as the disks of nodes are: encrypted with our key, made in the zone of the pod that asks. What lies
 * on them can be had again, so they are not in the backup plan. 0.08 USD a GiB and month.
 */
export function volumeClass(): IStorageClass {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: names.storageClass },
    provisioner: 'ebs.csi.aws.com',
    parameters: {
      type: 'gp3',
      encrypted: 'true',
      kmsKeyId: `arn:aws:kms:${hole('REGION')}:${hole('ACCOUNT_ID')}:${names.key('application')}`,
    },
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}
